/** What a shell runs to complete a command line; each asks `cairn __complete` with the words so far. */
export const completionScripts: Readonly<Record<'bash' | 'zsh' | 'fish', string>> = {
  bash: `# cairn: completion for bash
_cairn() {
  local line="\${COMP_LINE:0:COMP_POINT}" word before
  local -a words found
  IFS=' ' read -r -a words <<< "$line"
  [[ "$line" == *' ' ]] && words+=('')
  local current="\${words[-1]}"
  # What was typed may be quoted already; nothing of it is evaluated.
  words=("\${words[@]//[\\\\\\'\\"]/}")
  mapfile -t found < <(cairn __complete "\${words[@]:1}" 2>/dev/null | cut -f 1)
  # Readline replaces what comes after the last of these.
  before="\${words[-1]%"\${words[-1]##*[:=@]}"}"
  [[ -n "$before" && "$COMP_WORDBREAKS" == *"\${before: -1}"* ]] || before=''
  COMPREPLY=()
  for word in "\${found[@]}"; do
    [[ -n "$word" ]] || continue
    word="\${word#"$before"}"
    if [[ "$current" == [\\'\\"]* ]]; then
      [[ "$word" == *[^[:alnum:]_.,:/%+=-]* ]] || COMPREPLY+=("$word")
    else
      COMPREPLY+=("$(printf '%q' "$word")")
    fi
  done
}
complete -o default -F _cairn cairn
`,
  zsh: `#compdef cairn
_cairn() {
  local -a lines found
  lines=("\${(@f)$(cairn __complete "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  if (( ! \${#lines[1]} )); then
    _files
    return
  fi
  local line word
  for line in "\${lines[@]}"; do
    word="\${line%%$'\\t'*}"
    word="\${\${word//\\\\/\\\\\\\\}//:/\\\\:}"
    if [[ "$line" == *$'\\t'* ]]; then found+=("$word:\${line#*$'\\t'}"); else found+=("$word"); fi
  done
  _describe -V cairn found
}
compdef _cairn cairn
`,
  fish: `# cairn: completion for fish
function __cairn_complete
  set -l words (commandline -opc)
  set -l found (cairn __complete $words[2..-1] (commandline -ct) 2>/dev/null)
  if test -n "$found"
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c cairn -f -k -a '(__cairn_complete)'
`,
};
