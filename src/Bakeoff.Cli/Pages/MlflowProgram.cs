using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Bakeoff.Cli.Pages;

/// <summary>An MLflow that this computer can start: the command and the version that it says it is.</summary>
/// <param name="Command">Program and first arguments, such as <c>uvx mlflow</c>.</param>
/// <param name="Version">Version.</param>
internal sealed partial record MlflowProgram(IReadOnlyList<string> Command, Version Version)
{
    /// <summary>First version with <c>migrate-filestore</c>.</summary>
    private static readonly Version Migrating = new(3, 10);

    /// <summary>Ways to start MLflow, the installed one first. The other two fetch it when they are first used.</summary>
    private static readonly string[][] Ways =
    [
        ["mlflow"],
        ["uvx", "mlflow"],
        ["pipx", "run", "mlflow"],
    ];

    /// <summary>MLflow 3 opens folders of runs only when told so; MLflow 2 does not know the variable.</summary>
    public bool NeedsConsentForFolders => Version.Major >= 3;

    /// <summary>True if it can turn a folder into a database.</summary>
    public bool CanMigrate => Version >= Migrating;

    /// <summary>The command as a person would type it.</summary>
    public string Text => string.Join(' ', Command);

    /// <summary>Looks for MLflow on the PATH.</summary>
    /// <param name="progress">Receives the ways that are tried.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The first that says its version; null when there is none.</returns>
    public static async Task<MlflowProgram?> FindAsync(TextWriter progress, CancellationToken cancellationToken)
    {
        foreach (var way in Ways.Where(way => IsOnPath(way[0])))
        {
            if (way.Length > 1)
            {
                await progress.WriteLineAsync($"ui: asking {string.Join(' ', way)}, which fetches MLflow when it is first used");
            }

            if (await AskVersionAsync(way, cancellationToken) is { } version)
            {
                return new MlflowProgram(way, version);
            }

            await progress.WriteLineAsync($"ui: {string.Join(' ', way)} is here but does not say its version; going on without it");
        }

        return null;
    }

    /// <summary>The command that runs MLflow with some arguments, in a folder; its lines go to this terminal.</summary>
    public Command Run(string folder, params IEnumerable<string> arguments)
    {
        var command = CliWrap
            .Cli.Wrap(Command[0])
            .WithArguments([.. Command.Skip(1), .. arguments])
            .WithWorkingDirectory(folder)
            .WithStandardOutputPipe(PipeTarget.ToStream(Console.OpenStandardOutput()))
            .WithStandardErrorPipe(PipeTarget.ToStream(Console.OpenStandardError()))
            .WithValidation(CommandResultValidation.None);
        return NeedsConsentForFolders
            ? command.WithEnvironmentVariables(static variables => variables.Set("MLFLOW_ALLOW_FILE_STORE", "true"))
            : command;
    }

    private static async Task<Version?> AskVersionAsync(string[] way, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await CliWrap
                .Cli.Wrap(way[0])
                .WithArguments([.. way.Skip(1), "--version"])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellationToken);
            var match = VersionNumber().Match(answer.StandardOutput);
            return answer.ExitCode == 0 && match.Success ? new Version(Number(match, "major"), Number(match, "minor")) : null;
        }
        catch (Win32Exception)
        {
            // There is a file of that name, but the system does not run it.
            return null;
        }
    }

    private static int Number(Match match, string part) => int.Parse(match.Groups[part].Value, CultureInfo.InvariantCulture);

    private static bool IsOnPath(string program)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(
            Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries);
        return folders.Any(folder => endings.Any(ending => File.Exists(Path.Combine(folder, program + ending))));
    }

    // "mlflow, version 3.11.1", "python -m mlflow, version 2.10.3.dev0"
    [GeneratedRegex(@"version (?<major>\d{1,4})\.(?<minor>\d{1,4})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionNumber();
}
