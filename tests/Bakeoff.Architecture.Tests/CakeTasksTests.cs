using System.Diagnostics;
using System.Text.RegularExpressions;
using Bakeoff.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Bakeoff.Architecture.Tests;

/// <summary>Every task of Cake, run on stand-ins of <c>dotnet</c> and <c>bakeoff</c> that write down what they were asked for.</summary>
public sealed partial class CakeTasksTests : IDisposable
{
    private const string OfExperiment = "--experiment=tiny --set=a=1 --set=b=two words --threads=3";

    private static readonly string[] CopiedFiles =
    [
        "cake.config", "global.json", ".editorconfig", "BannedSymbols.txt", "Directory.Build.props", "Directory.Build.targets",
        "Directory.Packages.props",
    ];

    /// <summary>Options of all tasks at once; each passes on its own.</summary>
    private static readonly string[] Typed =
    [
        "--experiment=tiny", "--set=a=1", "--set=b=two words", "--threads=3", "--force", "--input=x.wav", "--input=y.wav",
        "--window=2", "--step=1", "--course=c.csv", "--fold=1", "--model=M", "--json", "--csv", "--port=80", "--host=h",
        "--max-megabytes=1", "--max-seconds=2", "--timeout=3", "--concurrency=4", "--queue=5", "--workers=2", "--executor=slurm",
        "--experiments=a, b", "--corpora=a, b", "--by=uar", "--md", "--html=p.html", "--to=t", "--from=f", "--restore", "--folder", "--no-browser",
        "--no-data", "--keep", "--engine=torchsharp", "--device=cuda", "--filter=g", "--rounds=7", "--recordings=r", "--python=p", "--check",
        "--output=o", "--author=A. B.", "--author=C", "--licence=L",
    ];

    /// <summary>Calls of each task, without those of the tasks before it. <c>*</c> stands for <see cref="OfExperiment"/>.</summary>
    private static readonly Dictionary<string, string[]> Expected = new(StringComparer.Ordinal)
    {
        ["Download"] = ["bakeoff download --only * --no-summary"],
        ["Index"] = ["bakeoff index --only * --no-summary"],
        ["Explore"] = ["bakeoff explore --only * --no-summary"],
        ["Featurize"] = ["bakeoff featurize --only * --no-summary"],
        ["Split"] = ["bakeoff split --only * --no-summary"],
        ["Train"] = ["bakeoff train --only * --no-summary"],
        ["Evaluate"] = ["bakeoff evaluate --only * --no-summary"],
        ["Report"] = ["bakeoff report --only * --force"],
        ["Export"] = ["bakeoff export *"],
        ["Pin"] = ["bakeoff pin *"],
        ["Reproduce"] = ["bakeoff reproduce --no-data --keep *"],
        ["Register"] = ["bakeoff register *"],
        ["Importance"] = ["bakeoff importance --only * --no-summary"],
        ["Stress"] = ["bakeoff stress --only * --no-summary"],
        ["Sweep"] = ["bakeoff sweep * --workers=2 --executor=slurm"],
        ["Cross"] = ["bakeoff cross a b * --workers=2"],
        ["Compare"] = ["bakeoff compare a b --md --csv --json --by=uar --html=p.html"],
        ["Paper"] = ["bakeoff paper a b --author=A. B. --author=C --output=o --licence=L"],
        ["Predict"] =
        [
            "bakeoff predict --model=M --experiment=tiny --set=a=1 --set=b=two words --input=x.wav --input=y.wav"
                + " --window=2 --step=1 --course=c.csv --fold=1 --threads=3 --json --csv",
        ],
        ["Serve"] =
        [
            "bakeoff serve --model=M --experiment=tiny --set=a=1 --set=b=two words --port=80 --host=h --max-megabytes=1 --max-seconds=2"
                + " --timeout=3 --concurrency=4 --queue=5 --fold=1 --threads=3",
        ],
        ["Sync"] = ["bakeoff sync --to=t --from=f --restore"],
        ["Ui"] = ["bakeoff ui tiny --port=80 --folder --no-browser"],
        ["InstallEngine"] =
        [
            "dotnet publish ROOT/src/Bakeoff.TorchSharp/Bakeoff.TorchSharp.csproj --configuration Release"
                + " --output ROOT/artifacts/bin/engines/torchsharp --nologo --verbosity quiet -p:TorchDevice=cuda",
            "bakeoff engines install torchsharp --from=ROOT/artifacts/bin/engines/torchsharp",
        ],
        ["Benchmark"] =
        [
            "dotnet build tests/Bakeoff.Benchmarks --configuration Release --nologo --verbosity quiet",
            "dotnet artifacts/bin/Bakeoff.Benchmarks/release/Bakeoff.Benchmarks.dll compare"
                + " --filter g --rounds 7 --threads 3 --recordings r --python p --check",
        ],
        ["Test"] =
        [
            "dotnet build Bakeoff.slnx --configuration Release --nologo --verbosity quiet -consoleLoggerParameters:NoSummary",
            // The stand-in left no command behind.
            "dotnet restore src/Bakeoff.Cli /property:CompileAhead=true --verbosity quiet",
            "dotnet publish src/Bakeoff.Cli --output ROOT/artifacts/bin/bakeoff --configuration Release --no-restore --nologo"
                + " /property:CompileAhead=true /property:RunAnalyzersDuringBuild=true"
                + " --verbosity quiet -consoleLoggerParameters:NoSummary",
            "dotnet publish ROOT/src/Bakeoff.TorchSharp/Bakeoff.TorchSharp.csproj --configuration Release"
                + " --output ROOT/artifacts/bin/engines/torchsharp --nologo --verbosity quiet -p:TorchDevice=cuda",
            "bakeoff engines install torchsharp --from=ROOT/artifacts/bin/engines/torchsharp",
            "dotnet test --test-modules artifacts/bin/Bakeoff.Cli.Tests/release/Bakeoff.Cli.Tests.dll --no-progress --max-parallel-test-modules N",
            "dotnet test --test-modules artifacts/bin/A.Tests/release/A.Tests.dll;artifacts/bin/B.Tests/release/B.Tests.dll"
                + " --no-progress --max-parallel-test-modules N",
        ],
        ["Pack"] =
        [
            "dotnet pack Bakeoff.slnx --output ROOT/artifacts/packages --nologo --configuration Release"
                + " /property:TrackedOnly=true --verbosity quiet",
        ],
        ["PublicApi"] =
        [
            "dotnet build ROOT/src/Bakeoff.TorchSharp/Bakeoff.TorchSharp.csproj --configuration Release"
                + " --no-incremental --nologo --verbosity quiet -p:TreatWarningsAsErrors=false",
        ],
        ["Build"] =
        [
            "dotnet restore src/Bakeoff.Cli /property:CompileAhead=true --verbosity quiet",
            "dotnet publish src/Bakeoff.Cli --output ROOT/artifacts/bin/bakeoff --configuration Release --no-restore --nologo"
                + " /property:CompileAhead=true /property:RunAnalyzersDuringBuild=false --verbosity quiet -consoleLoggerParameters:NoSummary",
        ],
        ["Clean"] = [],
    };

    private readonly string root = Directory.CreateTempSubdirectory("bakeoff-cake-").FullName;

    [Fact]
    public void ReadMe_Commands_NameTasksThatExist()
    {
        var named = Target()
            .Matches(File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, "README.md")))
            .Select(m => m.Groups["name"].Value);
        named.Where(n => !Expected.ContainsKey(n)).ShouldBeEmpty();
    }

    [Fact]
    public void EveryTask_OnStandIns_AsksForItsWork()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in of dotnet is a shell script.");
        CopyTaskFiles();
        WriteStandIns();

        var calls = RunAllTasks();

        calls.Keys.Order(StringComparer.Ordinal).ShouldBe(Expected.Keys.Order(StringComparer.Ordinal));
        foreach (var (task, expected) in Expected)
        {
            // The two runs of tests go on side by side.
            var ignoresOrder = task == "Test";
            calls[task].ShouldBe(expected.Select(e => e.Replace("*", OfExperiment, StringComparison.Ordinal)), ignoresOrder, task);
        }
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private void CopyTaskFiles()
    {
        foreach (var folder in new[] { "build", ".config" })
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Fixture.RepositoryRoot, folder)))
            {
                File.Copy(file, Path.Combine(root, folder, Path.GetFileName(file)));
            }
        }

        foreach (var file in CopiedFiles)
        {
            File.Copy(Path.Combine(Fixture.RepositoryRoot, file), Path.Combine(root, file));
        }

        Write("Bakeoff.slnx", "<Solution />");
        foreach (var tests in new[] { "A.Tests", "B.Tests", "Bakeoff.Cli.Tests" })
        {
            Write($"tests/{tests}/{tests}.csproj", "<Project />");
        }

        Write("src/Bakeoff.Cli/Bakeoff.Cli.csproj", "<Project />");
        Write("src/Bakeoff.TorchSharp/Bakeoff.TorchSharp.csproj", "<Project />");
        Write("src/Bakeoff.TorchSharp/PublicAPI.Unshipped.txt", "#nullable enable\n");

        // Clean deletes what the others need, so it comes last. Each task runs once, whoever depends on it.
        Write(
            "build.cake",
            """
            #load "build/*.cake"

            TaskSetup(setup => System.IO.File.AppendAllText(EnvironmentVariable("CALLS"), $"# {setup.Task.Name}\n"));
            var all = Task("All");
            foreach (var task in Tasks.Where(t => t.Name != "All").OrderBy(t => t.Name == "Clean").ToList())
            {
                all.IsDependentOn(task.Name);
            }

            RunTarget("All");
            """);
    }

    /// <summary>Cake finds <c>dotnet</c> on the path; the command is started by the host that Cake runs in.</summary>
    private void WriteStandIns()
    {
        Write(
            "path/dotnet",
            """
            #!/bin/sh
            printf 'dotnet %s\n' "$*" >> "$CALLS"
            [ "$1" != test ] || printf '  succeeded: 1\n  failed: 0\n'
            """);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            File.SetUnixFileMode(Path.Combine(root, "path", "dotnet"), Mine);
        }

        const string Source = """
            System.IO.File.AppendAllText(System.Environment.GetEnvironmentVariable("CALLS"), "bakeoff " + string.Join(' ', args) + "\n");
            """;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p));
        var command = Path.Combine(root, "artifacts", "bin", "bakeoff", "bakeoff.dll");
        var runtime = Path.ChangeExtension(typeof(CakeTasksTests).Assembly.Location, ".runtimeconfig.json");
        Write("artifacts/bin/bakeoff/bakeoff.runtimeconfig.json", File.ReadAllText(runtime));
        CSharpCompilation
            .Create("bakeoff", [CSharpSyntaxTree.ParseText(Source)], references, new CSharpCompilationOptions(OutputKind.ConsoleApplication))
            .Emit(command)
            .Success.ShouldBeTrue();
    }

    /// <summary>The calls of each task, without those that only ask for the state of the stages.</summary>
    private Dictionary<string, List<string>> RunAllTasks()
    {
        var list = Path.Combine(root, "calls.txt");
        var start = new ProcessStartInfo(FindHost())
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])["cake", "--target=Report", .. Typed])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["CALLS"] = list;
        start.Environment["PATH"] = Path.Combine(root, "path") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());

        var calls = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string> current = [];
        foreach (var line in File.ReadLines(list).Where(l => !l.StartsWith("bakeoff status --lines", StringComparison.Ordinal)))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                current = calls[line[2..]] = [];
            }
            else
            {
                current.Add(Modules().Replace(line.Replace(root, "ROOT", StringComparison.Ordinal), "modules N"));
            }
        }

        calls.Remove("All");
        return calls;
    }

    /// <summary>The host that runs this test.</summary>
    private static string FindHost() =>
        Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet");

    private void Write(string path, string text)
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    [GeneratedRegex("modules \\d+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Modules();

    [GeneratedRegex("--target=(?<name>\\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Target();
}
