enum ResultDocument { static let schemaVersion = 1 }
