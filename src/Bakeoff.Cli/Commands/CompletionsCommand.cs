using System.CommandLine;
using System.Globalization;
using Bakeoff.Cli.Inputs;
using Bakeoff.Experiments.Projects;

namespace Bakeoff.Cli.Commands;

/// <summary>
/// <c>bakeoff completions SHELL</c>: the lines that make a shell complete commands, options and experiment names, and files where none of
/// them fits.
/// </summary>
internal static class CompletionsCommand
{
    private const string Bash = """
        _bakeoff_complete() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(bakeoff "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _bakeoff_complete bakeoff
        """;

    private const string Zsh = """
        _bakeoff_complete() {
          local -a found
          found=("${(@f)$(bakeoff "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          compadd -- $found || _files
        }
        compdef _bakeoff_complete bakeoff
        """;

    private const string Fish = """
        complete --command bakeoff --arguments '(bakeoff "[suggest:"(commandline --cursor)"]" (commandline --current-buffer))'
        """;

    private const string PowerShell = """
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
            "Prints the lines that make a shell complete: commands, options, experiment names and files.")
        {
            shell,
        };
        command.SetAction(parsed => Console.Out.WriteLine(Write(parsed.GetValue(shell)!, CommandName.Typed)));
        return command;
    }

    /// <summary>
    /// The lines for a shell. Shells complete after one word: where the command takes more, as in <c>dotnet bakeoff</c>, they make it one.
    /// </summary>
    private static string Write(string shell, string typed)
    {
        var (file, load, function, lines) = shell switch
        {
            "bash" => ("~/.bashrc", "eval \"$({0})\"", "bakeoff() {{ {0} \"$@\"; }}", Bash),
            "zsh" => ("~/.zshrc", "eval \"$({0})\"", "bakeoff() {{ {0} \"$@\"; }}", Zsh),
            "fish" => ("~/.config/fish/config.fish", "{0} | source", "function bakeoff; {0} $argv; end", Fish),
            _ => ("$PROFILE", "{0} | Out-String | Invoke-Expression", "function bakeoff {{ {0} @args }}", PowerShell),
        };
        var head = $"# Add to {file}: {string.Format(CultureInfo.InvariantCulture, load, $"{typed} completions {shell}")}\n";
        return typed == "bakeoff" ? head + lines : $"{head}{string.Format(CultureInfo.InvariantCulture, function, typed)}\n{lines}";
    }
}
