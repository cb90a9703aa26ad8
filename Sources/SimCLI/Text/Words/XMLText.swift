/// Text as it stands in XML and HTML.
package enum XMLText {
    /// Safe between tags and in quoted attributes; what XML 1.0 does not allow becomes a blank.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default:
                let isAllowed = scalar.value >= 0x20 && scalar.value != 0xfffe && scalar.value != 0xffff
                result.unicodeScalars.append(isAllowed ? scalar : " ")
            }
        }
        return result
    }
}
