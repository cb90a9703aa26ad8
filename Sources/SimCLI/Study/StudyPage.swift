/// The page of all studies: what holds, what does not, and why.
struct StudyPage {
    let reports: [StudyReport]

    var markdown: String {
        var page = """
            # Results

            What a study of LLM energy on one H100 claims, and what follows of it from the mechanisms that Wattline
            simulates: rooflines of kernels, the host's pace, padding, idle power, a client's patience. Each section is one
            experiment. Its JSON file holds the settings, `wattline study NAME` runs it, and every number below, those in
            the sentences too, comes out of that run. `wattline study all -o studies` writes this page again.

            The study is arXiv 2601.22362 (H100 SXM, transformers with bitsandbytes, TGI; UltraChat conversations that end
            in a thank-you). Its conversations are not published as lengths. Prompts here are 1467 tokens on average, as in
            UltraChat's own paper (arXiv 2305.14233, table 1), and answers 62: what the ratio of processor and memory energy
            in decode and prefill, 3.05, makes of 23.8 ms a token. One set of constants serves all claims: see the
            `transformers` profile, `wattline show transformers`.

            A verdict is computed. A claim *holds* where the simulated number lies in the range given for it, *holds within
            X %* where it is at most 25 % outside, and *does not hold* beyond. Where only a direction is claimed there is no
            such allowance.


            """
        page += summary + "\n"
        for report in reports {
            page +=
                "## \(MarkdownText.line(report.study.title))\n\n\(report.study.question)\n\n"
            page += report.section(heading: "###")
            page += "\nFigures: [\(report.study.name).md](\(report.study.name).md).\n\n"
        }
        while page.hasSuffix("\n\n") { page.removeLast() }
        return page
    }

    /// Verdicts of every claim, counted and listed.
    var summary: String {
        var text = TextTable()
        text.leftColumns = [1, 2]
        text.add(["study", "claim", "verdict"])
        var counts = [0, 0, 0, 0]
        for report in reports {
            for claim in report.study.claims {
                let verdict = claim.check(report.table)
                switch verdict {
                case .holds: counts[0] += 1
                case .holdsWithin: counts[1] += 1
                case .doesNotHold: counts[2] += 1
                case .notSimulated: counts[3] += 1
                }
                text.add([report.study.name, claim.text, verdict.text])
            }
        }
        let all = counts.reduce(0, +)
        return "Of \(all) claims \(counts[0]) hold, \(counts[1]) hold within 25 %, and \(counts[2]) do not"
            + (counts[3] > 0 ? "; \(counts[3]) could not be simulated" : "") + ".\n\n" + text.markdown()
    }
}
