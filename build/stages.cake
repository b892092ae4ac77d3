// One thin task a stage. The order here is that of the stage graph; a test compares the two.

Dictionary<string, string> stageStates = null;

/// <summary>Runs `bakeoff` with the terminal as it is, so that progress bars and Ctrl-C work.</summary>
int Bakeoff(ProcessArgumentBuilder arguments) => StartProcess(
    "dotnet",
    new ProcessSettings { Arguments = new ProcessArgumentBuilder().AppendQuoted(commandFolder.CombineWithFilePath("bakeoff.dll").FullPath).Append(arguments.Render()) });

/// <summary>Runs one stage, unless one look at all of them has shown that it is done.</summary>
void Stage(string stage)
{
    if (!settings.Force)
    {
        stageStates ??= ReadStates();
        if (stageStates.TryGetValue(stage, out var state) && state.StartsWith("done", StringComparison.Ordinal))
        {
            Console.WriteLine(state["done ".Length..]);
            return;
        }
    }

    var arguments = settings.Arguments(stage, "--only");
    if (settings.Force && stage == Argument("target", "Report").ToLowerInvariant())
    {
        arguments.Append("--force");
    }

    stageStates = new Dictionary<string, string>(StringComparer.Ordinal);
    var exitCode = Bakeoff(arguments);
    if (exitCode != 0)
    {
        throw new CakeException(exitCode, $"{stage} ended with exit code {exitCode}; its message is above.");
    }
}

/// <summary>State of each stage, a line each: `train done train: nothing changed`.</summary>
Dictionary<string, string> ReadStates()
{
    var lines = new List<string>();
    StartProcess("dotnet", new ProcessSettings
    {
        Arguments = new ProcessArgumentBuilder().AppendQuoted(commandFolder.CombineWithFilePath("bakeoff.dll").FullPath).Append(settings.Arguments("status", "--lines").Render()),
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectedStandardOutputHandler = line =>
        {
            if (line is not null)
            {
                lines.Add(line);
            }

            return null;
        },
        RedirectedStandardErrorHandler = _ => null,
    });
    return lines.Select(l => l.Split(' ', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
}

Task("Download").Description("Fetches or synthesises the recordings and verifies them.").IsDependentOn("Build").Does(() => Stage("download"));
Task("Index").Description("Lists every clip with label, speaker and text, and audits the corpus.").IsDependentOn("Download").Does(() => Stage("index"));
Task("Explore").Description("Draws pictures of the corpus.").IsDependentOn("Index").Does(() => Stage("explore"));
Task("Featurize").Description("Computes the features of every clip.").IsDependentOn("Index").Does(() => Stage("featurize"));
Task("Split").Description("Deals the clips into partitions and counts leaks.").IsDependentOn("Index").Does(() => Stage("split"));
Task("Train").Description("Trains the network and records the run in MLflow.").IsDependentOn("Featurize").IsDependentOn("Split").Does(() => Stage("train"));
Task("Evaluate").Description("Judges the network on clips it has not seen.").IsDependentOn("Train").Does(() => Stage("evaluate"));
Task("Report").Description("Writes the report page and its pictures.").IsDependentOn("Explore").IsDependentOn("Evaluate").Does(() => Stage("report"));
