// Compiling and testing, by MSBuild. Other task files use nothing of this one but BakeoffCommand, CommandExists, CommandIsCurrent and the task Build, which a project
// made by `bakeoff new` has in another form.

const string Configuration = "Release";
var commandFolder = MakeAbsolute(Directory("artifacts/bin/bakeoff"));
var commandStamp = "artifacts/bin/bakeoff.stamp";
var solutionStamp = "artifacts/bin/solution.stamp";

/// <summary>The SDK's program, as it is found on the path.</summary>
FilePath DotNet => Context.Tools.Resolve(new[] { "dotnet", "dotnet.exe" });

/// <summary>The command line that runs `bakeoff`.</summary>
ProcessArgumentBuilder BakeoffCommand(ProcessArgumentBuilder arguments) =>
    new ProcessArgumentBuilder().AppendQuoted(commandFolder.CombineWithFilePath("bakeoff.dll").FullPath).Append(arguments.Render());

/// <summary>Names, lengths and times of everything that is compiled of some folders: equal text means that MSBuild has nothing to do.</summary>
string DescribeSources(params string[] folders)
{
    var root = Context.Environment.WorkingDirectory.FullPath;
    var files = folders.Select(folder => System.IO.Path.Combine(root, folder)).Where(System.IO.Directory.Exists)
        .SelectMany(folder => System.IO.Directory.EnumerateFiles(folder, "*", System.IO.SearchOption.AllDirectories))
        .Concat(new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", ".editorconfig", "BannedSymbols.txt" }
            .Select(f => System.IO.Path.Combine(root, f)))
        .Order(StringComparer.Ordinal)
        .Select(f => new System.IO.FileInfo(f))
        .Select(f => FormattableString.Invariant($"{f.FullName} {f.Length} {f.LastWriteTimeUtc.Ticks}"));
    return string.Join("\n", files);
}

string DescribeCommand() => DescribeSources("src");

string DescribeSolution() => DescribeSources("src", "tests", "samples");

bool IsStamped(string stamp, string described) => System.IO.File.Exists(stamp) && System.IO.File.ReadAllText(stamp) == described;

bool CommandExists() => FileExists(commandFolder.CombineWithFilePath("bakeoff.dll"));

bool CommandIsCurrent() => CommandExists() && IsStamped(commandStamp, DescribeCommand());

/// <summary>
/// For MSBuild and the compiler that it starts: half of a compiler's processor time went into profiles of itself and into collecting after every few megabytes, on as many heaps
/// as there are processors. Here it collects after 256 MB (0x10000000), and compiles its own methods again after 2,000 calls (0x7D0) instead of thirty.
/// </summary>
readonly Dictionary<string, string> compilerEnvironment = new()
{
    ["DOTNET_TieredPGO"] = "0", ["DOTNET_gcServer"] = "0", ["DOTNET_GCgen0size"] = "10000000", ["DOTNET_TC_CallCountThreshold"] = "7D0",
};

ProcessArgumentBuilder WithoutSummary(ProcessArgumentBuilder arguments) => arguments.Append("-consoleLoggerParameters:NoSummary");

/// <summary>Compiles the command ahead of time for this machine, so that it starts fast, to the folder from which it is run.</summary>
void CompileCommand(string rules)
{
    var described = DescribeCommand();
    DotNetPublish("src/Bakeoff.Cli", new DotNetPublishSettings
    {
        Configuration = Configuration, OutputDirectory = commandFolder, NoRestore = true, NoLogo = true, Verbosity = DotNetVerbosity.Quiet,
        ArgumentCustomization = WithoutSummary, EnvironmentVariables = compilerEnvironment,
        MSBuildSettings = RestoreAhead().WithProperty("RunAnalyzersDuringBuild", rules),
    });
    System.IO.File.WriteAllText(commandStamp, described);
}

/// <summary>Restores what compiling the command ahead takes.</summary>
/// <returns>Properties for compiling it ahead; none where that cannot be had.</returns>
DotNetMSBuildSettings RestoreAhead()
{
    DotNetMSBuildSettings Restored(DotNetMSBuildSettings properties)
    {
        DotNetRestore("src/Bakeoff.Cli", new DotNetRestoreSettings
        {
            Verbosity = DotNetVerbosity.Quiet, EnvironmentVariables = compilerEnvironment, MSBuildSettings = properties,
        });
        return properties;
    }

    try
    {
        return Restored(new DotNetMSBuildSettings().WithProperty("CompileAhead", "true"));
    }
    catch (CakeException)
    {
        // The ahead-of-time compiler is not published for every platform. Without it the command starts slower and computes the same.
        Console.WriteLine("Build: the command cannot be compiled ahead here; going on without that.");
        return Restored(new DotNetMSBuildSettings());
    }
}

bool IsCompiled(bool all) => CommandIsCurrent() && (!all || IsStamped(solutionStamp, DescribeSolution()));

/// <summary>
/// Compiles the command, or everything. Rules of style are for those who change the code: they go with everything, and nobody else waits for them. The command is
/// then compiled with them too: code compiled once without rules would be compiled again for the tests.
/// </summary>
void Compile(bool all)
{
    var (what, rules) = all ? ("everything", "true") : ("the command", "false");
    Console.WriteLine(CommandExists() ? $"Build: compiling {what}." : $"Build: restoring packages and compiling {what}; the first time takes a few minutes.");
    var solution = all ? DescribeSolution() : null;
    if (all)
    {
        DotNetBuild("Bakeoff.slnx", new DotNetBuildSettings
        {
            Configuration = Configuration, NoLogo = true, Verbosity = DotNetVerbosity.Quiet, ArgumentCustomization = WithoutSummary,
            EnvironmentVariables = compilerEnvironment,
        });
    }

    if (!CommandIsCurrent())
    {
        CompileCommand(rules);
    }

    if (all)
    {
        System.IO.File.WriteAllText(solutionStamp, solution);
    }
}

Takes("Build", "all");
Task("Build")
    .Description("Compiles the command 'bakeoff' to artifacts/bin/bakeoff, when its sources have changed; --all: also the tests, by all rules of style.")
    .Does(() =>
{
    var all = HasArgument("all") || string.Equals(Argument("target", "Report"), "Test", StringComparison.OrdinalIgnoreCase);
    if (IsCompiled(all))
    {
        Console.WriteLine("Build: nothing changed.");
        return;
    }

    Compile(all);
});

/// <summary>The lines of a test run: printed as they come, except for skipped tests, which are counted by their reason.</summary>
sealed class TestLog
{
    private readonly Dictionary<string, int> skipped = new(StringComparer.Ordinal);
    private List<string> reason;

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public void Read(string line)
    {
        if (reason is not null && line.StartsWith("  ") && !line.StartsWith("  from "))
        {
            reason.Add(line.Trim());
            return;
        }

        var endsReason = reason is not null && line.StartsWith("  from ");
        EndReason();
        if (line.StartsWith("skipped "))
        {
            reason = new List<string>();
        }
        else if (!endsReason)
        {
            Console.WriteLine(line);
            ReadCount(line);
        }
    }

    public static void WriteSkipped(IEnumerable<TestLog> logs)
    {
        foreach (var reason in logs.SelectMany(log => log.Skipped()).GroupBy(s => s.Key, s => s.Value).OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(FormattableString.Invariant($"{reason.Sum()} skipped: {reason.Key}"));
        }
    }

    private IEnumerable<KeyValuePair<string, int>> Skipped()
    {
        EndReason();
        return skipped;
    }

    private void EndReason()
    {
        if (reason is not null)
        {
            var text = reason.Count == 0 ? "no reason given" : string.Join(" ", reason);
            skipped[text] = skipped.GetValueOrDefault(text) + 1;
            reason = null;
        }
    }

    private void ReadCount(string line)
    {
        var parts = line.Split(':', StringSplitOptions.TrimEntries);
        if (parts.Length == 2 && int.TryParse(parts[1], System.Globalization.CultureInfo.InvariantCulture, out var count))
        {
            Passed = parts[0] == "succeeded" ? count : Passed;
            Failed = parts[0] == "failed" ? count : Failed;
        }
    }
}

string TestFolder(string project) => $"artifacts/bin/{project}/{Configuration.ToLowerInvariant()}";

/// <summary>
/// Puts what was compiled ahead for the command beside the tests in place of the same assemblies as they were compiled first: compiling them in time takes up
/// to a third of the processor time of a project's tests. The next build puts them back.
/// </summary>
void TakeCompiledAhead(string project)
{
    foreach (var assembly in System.IO.Directory.EnumerateFiles(commandFolder.FullPath, "*.dll"))
    {
        var target = System.IO.Path.Combine(TestFolder(project), System.IO.Path.GetFileName(assembly));
        if (System.IO.File.Exists(target))
        {
            System.IO.File.Copy(assembly, target, overwrite: true);
        }
    }
}

/// <summary>Starts the tests of some projects.</summary>
(IProcess Process, TestLog Log) RunTests(IEnumerable<string> projects, int atOnce, string engine)
{
    var log = new TestLog();
    var modules = projects.Order(StringComparer.Ordinal).Select(name => $"{TestFolder(name)}/{name}.dll");
    return (StartAndReturnProcess(DotNet, new ProcessSettings
    {
        Arguments = new ProcessArgumentBuilder().Append("test").Append("--test-modules").AppendQuoted(string.Join(';', modules))
            .Append("--no-progress").Append("--max-parallel-test-modules").Append(Math.Max(1, atOnce).ToString()),

        // Tests run the command as users have it, compiled ahead; compiled in time, each of its hundreds of starts would take twice as long.
        // Profiles are of no use to processes that end so soon, and cost them time; so does compiling again what was called thirty times (here: 0x7D0).
        EnvironmentVariables = new Dictionary<string, string>
        {
            ["BAKEOFF_TEST_COMMAND"] = commandFolder.CombineWithFilePath("bakeoff.dll").FullPath,
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_TC_CallCountThreshold"] = "7D0",
            ["BAKEOFF_REQUIRED_ENGINE"] = engine,
        },
        RedirectStandardOutput = true,
        RedirectedStandardOutputHandler = line =>
        {
            if (line is not null)
            {
                log.Read(line);
            }

            return null;
        },
    }), log);
}

Takes("Test", "engine");
Task("Test")
    .Description("Builds the whole solution and runs all tests; --engine=torchsharp installs that engine first, so that its tests run.")
    .IsDependentOn("Build")
    .Does(() =>
{
    // Already done, but where Test is not the target itself.
    if (!IsCompiled(all: true))
    {
        Compile(all: true);
    }

    // Where its packages cannot be had, its tests are skipped.
    var engine = Argument("engine", string.Empty).ToLowerInvariant();
    try
    {
        if (engine.Length > 0)
        {
            InstallEngine(engine);
        }
    }
    catch (CakeException exception)
    {
        Console.WriteLine(exception.Message);
        engine = string.Empty;
    }

    // The tests of the command take longest: they begin first, and the others run beside them.
    var projects = GetFiles("tests/*.Tests/*.csproj").Select(p => p.GetFilenameWithoutExtension().ToString()).ToList();
    projects.ForEach(TakeCompiledAhead);
    var modules = projects.ToLookup(name => name == "Bakeoff.Cli.Tests");
    var runs = new[] { RunTests(modules[true], 1, engine), RunTests(modules[false], System.Environment.ProcessorCount * 3 / 2 - 1, engine) };
    var failedRuns = runs.Count(run =>
    {
        run.Process.WaitForExit();
        return run.Process.GetExitCode() != 0;
    });
    TestLog.WriteSkipped(runs.Select(run => run.Log));
    var passed = runs.Sum(run => run.Log.Passed);
    Console.WriteLine(FormattableString.Invariant($"{passed} passed, {runs.Sum(run => run.Log.Failed)} failed"));
    if (failedRuns > 0 || passed == 0)
    {
        throw new CakeException(1, "Test: not all tests passed; the lines above name them.");
    }
});

Takes("Clean");
Task("Clean")
    .Description("Deletes compiled files. Results and recordings stay: 'bakeoff clean' removes those, and asks.")
    .Does(() =>
{
    foreach (var folder in new[] { "bin", "obj", "test-output" })
    {
        var path = Directory("artifacts") + Directory(folder);
        if (DirectoryExists(path))
        {
            DeleteDirectory(path, new DeleteDirectorySettings { Recursive = true, Force = true });
        }
    }
});
