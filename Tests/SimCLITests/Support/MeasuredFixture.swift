/// Heads of measured tables.
package enum MeasuredFixture {
    package static let batches =
        "Hardware,Num of Hardware,Framework,Model,Input Output Length,Batch Size,Latency,avg_power_w\n"
}
