// One thin task for each stage.

Dictionary<string, string> stageStates = null;
var summary = new List<string>();
var target = Argument("target", "Report").ToLowerInvariant();

/// <summary>Runs `bakeoff` on this terminal, so that its progress bars work, and waits for its end even when told to stop: it ends its MLflow run first.</summary>
/// <returns>Its exit code.</returns>
int RunBakeoff(ProcessArgumentBuilder arguments)
{
    using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("dotnet", BakeoffCommand(arguments).Render()) { UseShellExecute = false });

    // Ctrl-C reaches the command by itself; SIGTERM goes to Cake alone and is passed on.
    using var interrupted = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, signal => signal.Cancel = true);
    using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, signal =>
    {
        signal.Cancel = true;
        if (!OperatingSystem.IsWindows())
        {
            System.Diagnostics.Process.Start("kill", new[] { "-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) })?.WaitForExit();
        }
    });
    process.WaitForExit();
    return process.ExitCode;
}

/// <summary>For --dryrun: says of each stage up to the target whether it would run and why, without building or running anything.</summary>
void ExplainStages()
{
    var last = target == "pin" ? "report" : target;
    if (!Tasks.Any(t => t.Name.ToLowerInvariant() == last && (last == "download" || t.Dependencies.Any(d => d.Name is "Download" or "Index" or "Featurize" or "Train" or "Evaluate"))))
    {
        return;
    }

    if (!CommandIsCurrent())
    {
        Console.WriteLine("Build would compile the command first. " + (CommandExists()
            ? "By the code that was compiled last:" : "What each stage would do is known after it."));
    }

    if (CommandExists())
    {
        var arguments = settings.Arguments("status").AppendQuoted($"--until={last}");
        RunBakeoff(arguments);
    }
}

/// <summary>Runs one stage, unless one look at all of them has shown that it is done.</summary>
void Stage(string stage)
{
    var isTarget = stage == target;
    if (!(settings.Force && isTarget))
    {
        stageStates ??= ReadStates();
        if (stageStates.TryGetValue(stage, out var state) && state.StartsWith("done ", StringComparison.Ordinal))
        {
            Console.WriteLine(state["done ".Length..]);
            foreach (var line in isTarget ? summary : new List<string>())
            {
                Console.WriteLine(line);
            }

            return;
        }
    }

    var arguments = settings.Arguments(stage, "--only");
    arguments.Append(isTarget ? string.Empty : "--no-summary");
    arguments.Append(settings.Force && isTarget ? "--force" : string.Empty);

    var exitCode = RunBakeoff(arguments);
    if (exitCode != 0)
    {
        throw new CakeException(exitCode, $"{stage} ended with exit code {exitCode}; its message is above.");
    }
}

/// <summary>State of each stage, a line each (`train done train: nothing changed`), and the summary of a finished experiment.</summary>
Dictionary<string, string> ReadStates()
{
    var states = new Dictionary<string, string>(StringComparer.Ordinal);
    StartProcess("dotnet", new ProcessSettings
    {
        Arguments = BakeoffCommand(settings.Arguments("status", "--lines")),
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectedStandardOutputHandler = line =>
        {
            var parts = (line ?? string.Empty).Split(' ', 2);
            if (parts[0] == "summary")
            {
                summary.Add(parts.Length > 1 ? parts[1] : string.Empty);
            }
            else if (parts.Length == 2)
            {
                states[parts[0]] = parts[1];
            }

            return null;
        },
        RedirectedStandardErrorHandler = _ => null,
    });
    return states;
}

// Names, sentences and order come from the stages themselves: `bakeoff schema` writes the file.
foreach (var stage in System.Text.Json.JsonDocument.Parse(System.IO.File.ReadAllText("build/stages.json")).RootElement.EnumerateArray())
{
    var name = stage.GetProperty("name").GetString();
    Takes(TaskName(name), [.. ExperimentOptions, "force"]);
    var task = Task(TaskName(name)).Description(stage.GetProperty("description").GetString()).IsDependentOn("Build").Does(() => Stage(name));
    foreach (var earlier in stage.GetProperty("after").EnumerateArray())
    {
        task.IsDependentOn(TaskName(earlier.GetString()));
    }
}

string TaskName(string stage) => char.ToUpperInvariant(stage[0]) + stage[1..];
