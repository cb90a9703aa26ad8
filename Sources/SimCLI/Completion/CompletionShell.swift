/// A shell that `completion` writes for.
enum CompletionShell: String, CaseIterable {
    case bash, zsh, fish

    /// The script; nothing in it needs a quote, because no name has a blank.
    var script: String {
        switch self {
        case .bash: CompletionShell.bashScript
        case .zsh: CompletionShell.zshScript
        case .fish: CompletionShell.fishScript
        }
    }

    /// `case` branches that set `flags` and `words` of a verb.
    private static var verbCases: String {
        var text = ""
        for verb in CommandLineTool.verbs {
            let flags = CompletionWords.flags(verb).flatMap(CompletionWords.spellings) + ["--help"]
            text += "    \(verb))\n        flags=\"\(flags.joined(separator: " "))\"\n"
            let words = CompletionWords.words(verb)
            if !words.isEmpty { text += "        words=\"\(words.joined(separator: " "))\"\n" }
            for word in CompletionWords.commands(verb) {
                let flags = CompletionWords.flags("\(verb) \(word)").flatMap(CompletionWords.spellings)
                text += "        if [ \"$word\" = \(word) ]; then\n"
                text += "            flags=\"\((flags + ["--help"]).joined(separator: " "))\"\n"
                text += "            words=\"\"\n        fi\n"
            }
            text += "        ;;\n"
        }
        return text
    }

    /// Every flag once, by its spellings; a name that two verbs have is the same flag or takes the same values.
    private static var everyFlag: [Flag] {
        var seen: Set<String> = []
        var flags: [Flag] = []
        let commands = CommandLineTool.verbs.flatMap { verb in
            [verb] + CompletionWords.commands(verb).map { "\(verb) \($0)" }
        }
        for verb in commands {
            for flag in CompletionWords.flags(verb) where seen.insert(flag.name).inserted {
                flags.append(flag)
            }
        }
        return flags
    }

    /// `case` branches that set `values` after a flag; `files` is 1 where a file is wanted.
    private static var valueCases: String {
        var text = ""
        for flag in everyFlag where CompletionWords.takesValue(flag) {
            let spellings = CompletionWords.spellings(flag).joined(separator: "|")
            if let values = CompletionWords.values(flag) {
                text += "    \(spellings)) values=\"\(values.joined(separator: " "))\" ;;\n"
            } else {
                text += "    \(spellings)) files=1 ;;\n"
            }
        }
        return text
    }

    private static var bashScript: String {
        """
        # bash completion of wattline. To use: source <(wattline completion bash)
        _wattline() {
            local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" verb="${COMP_WORDS[1]}"
            local word="${COMP_WORDS[2]}"
            local flags="" words="" values="" files=0 known=0
            COMPREPLY=()
            if [ "$COMP_CWORD" -eq 1 ]; then
                COMPREPLY=($(compgen -W "\(CommandLineTool.verbs.joined(separator: " "))" -- "$cur"))
                return
            fi
            # --flag=value comes as three words.
            if [ "$cur" = "=" ]; then
                cur=""
            elif [ "$prev" = "=" ] && [ "$COMP_CWORD" -ge 3 ]; then
                prev="${COMP_WORDS[COMP_CWORD-2]}"
            fi
            case "$prev" in
        \(valueCases)    *) known=1 ;;
            esac
            if [ "$known" -eq 0 ]; then
                if [ "$files" -eq 1 ]; then
                    COMPREPLY=($(compgen -f -- "$cur"))
                else
                    COMPREPLY=($(compgen -W "$values" -- "$cur"))
                fi
                return
            fi
            case "$verb" in
        \(verbCases)    esac
            case "$cur" in
            -*) COMPREPLY=($(compgen -W "$flags" -- "$cur")) ;;
            *)
                COMPREPLY=($(compgen -W "$words" -- "$cur"))
                [ ${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- "$cur"))
                ;;
            esac
            return 0
        }
        complete -F _wattline wattline

        """
    }

    private static var zshScript: String {
        """
        #compdef wattline
        # zsh completion of wattline. To use: source <(wattline completion zsh)
        _wattline() {
            local cur="${words[CURRENT]}" prev="${words[CURRENT-1]}" verb="${words[2]}"
            local word="${words[3]}"
            local flags="" nouns="" values="" files=0 known=0
            if (( CURRENT == 2 )); then
                compadd -- \(CommandLineTool.verbs.joined(separator: " "))
                return
            fi
            case "$prev" in
        \(valueCases)    *) known=1 ;;
            esac
            if (( known == 0 )); then
                if (( files == 1 )); then _files; else compadd -- ${=values}; fi
                return
            fi
            case "$verb" in
        \(verbCases.replacingWords)    esac
            if [[ "$cur" == -* ]]; then
                compadd -- ${=flags}
            elif [[ -n "$nouns" ]]; then
                compadd -- ${=nouns}
            else
                _files
            fi
        }
        if (( $+functions[compdef] )); then compdef _wattline wattline; fi

        """
    }

    private static var fishScript: String {
        var text = "# fish completion of wattline. To use: wattline completion fish | source\n"
        text += "complete -c wattline -e\n"
        text +=
            "complete -c wattline -f -n __fish_use_subcommand -a '\(CommandLineTool.verbs.joined(separator: " "))'\n"
        for verb in CommandLineTool.verbs {
            let own = CompletionWords.commands(verb)
            let besides =
                own.isEmpty ? "" : "; and not __fish_seen_subcommand_from \(own.joined(separator: " "))"
            let start = "complete -c wattline -n '__fish_seen_subcommand_from \(verb)\(besides)'"
            let words = CompletionWords.words(verb)
            if !words.isEmpty { text += "\(start) -f -a '\(words.joined(separator: " "))'\n" }
            for word in own {
                let condition = "__fish_seen_subcommand_from \(verb); and __fish_seen_subcommand_from \(word)"
                text += fish(
                    CompletionWords.flags("\(verb) \(word)"), "complete -c wattline -n '\(condition)'")
            }
            text += fish(CompletionWords.flags(verb), start)
        }
        return text
    }

    /// Lines for the flags of a command, each of which begins with its condition.
    private static func fish(_ flags: [Flag], _ start: String) -> String {
        var text = ""
        for flag in flags {
            text += "\(start) -l \(flag.name)" + (flag.short.map { " -s \($0)" } ?? "")
            if CompletionWords.takesValue(flag) {
                if let values = CompletionWords.values(flag) {
                    text += " -x" + (values.isEmpty ? "" : " -a '\(values.joined(separator: " "))'")
                } else {
                    text += " -r -F"
                }
            }
            text += " -d '\(flag.help.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'\n"
        }
        return text + "\(start) -s h -l help -d 'Show help'\n"
    }
}

extension String {
    /// zsh keeps the line's words in `words`.
    fileprivate var replacingWords: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard let start = line.firstRange(of: "words="),
                line[..<start.lowerBound].allSatisfy({ $0 == " " })
            else { return String(line) }
            return line[..<start.lowerBound] + "nouns=" + line[start.upperBound...]
        }.joined(separator: "\n")
    }
}
