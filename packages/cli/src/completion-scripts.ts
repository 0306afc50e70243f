/** What a shell runs to complete a command line; each asks `cairn __complete` with the words so far. */
export const completionScripts: Readonly<Record<'bash' | 'zsh' | 'fish', string>> = {
  bash: `# cairn: completion for bash
_cairn() {
  local IFS=$'\\n'
  local line="\${COMP_LINE:0:COMP_POINT}"
  local -a words
  IFS=' ' read -r -a words <<< "$line"
  [[ "$line" == *' ' ]] && words+=('')
  local current="\${words[-1]}"
  COMPREPLY=($(cairn __complete "\${words[@]:1}" 2>/dev/null))
  local colon="\${current%"\${current##*[:=@]}"}"
  [[ -n "$colon" && "$COMP_WORDBREAKS" == *"\${colon: -1}"* ]] && COMPREPLY=("\${COMPREPLY[@]#"$colon"}")
}
complete -o default -F _cairn cairn
`,
  zsh: `#compdef cairn
_cairn() {
  local -a found
  found=("\${(@f)$(cairn __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if (( \${#found[1]} )); then compadd -Q -- "\${found[@]}"; else _files; fi
}
compdef _cairn cairn
`,
  fish: `# cairn: completion for fish
function __cairn_complete
  set -l words (commandline -opc)
  cairn __complete $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c cairn -a '(__cairn_complete)'
`,
};
