using System.CommandLine;
using Bakeoff.Cli.Inputs;

namespace Bakeoff.Cli.Commands;

/// <summary>
/// <c>bakeoff completions SHELL</c>: the lines that make a shell complete commands, options and experiment names, and files where none of
/// them fits.
/// </summary>
internal static class CompletionsCommand
{
    private const string Bash = """
        # Add to ~/.bashrc: eval "$(bakeoff completions bash)"
        _bakeoff_complete() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(bakeoff "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _bakeoff_complete bakeoff
        """;

    private const string Zsh = """
        # Add to ~/.zshrc: eval "$(bakeoff completions zsh)"
        _bakeoff_complete() {
          local -a found
          found=("${(@f)$(bakeoff "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          compadd -- $found || _files
        }
        compdef _bakeoff_complete bakeoff
        """;

    private const string Fish = """
        # Add to ~/.config/fish/config.fish: bakeoff completions fish | source
        complete --command bakeoff --arguments '(bakeoff "[suggest:"(commandline --cursor)"]" (commandline --current-buffer))'
        """;

    private const string PowerShell = """
        # Add to $PROFILE: bakeoff completions powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName bakeoff -ScriptBlock {
            param($word, $line, $position)
            bakeoff "[suggest:$position]" "$line" | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or powershell." };
        shell.TakesOneOf("bash", "zsh", "fish", "powershell");
        var command = new Command(
            "completions",
            "Prints the lines that make a shell complete bakeoff's commands, options, experiment names and files.")
        {
            shell,
        };
        command.SetAction(parsed =>
            Console.Out.WriteLine(
                parsed.GetValue(shell) switch
                {
                    "bash" => Bash,
                    "zsh" => Zsh,
                    "fish" => Fish,
                    _ => PowerShell,
                }));
        return command;
    }
}
