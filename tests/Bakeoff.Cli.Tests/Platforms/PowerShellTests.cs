using System.Runtime.InteropServices;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Platforms;

/// <summary><c>build.ps1</c> in PowerShell, with tasks of a few lines in place of the repository's.</summary>
public sealed class PowerShellTests(PowerShellTests.TasksFolder tasks) : IClassFixture<PowerShellTests.TasksFolder>
{
    private const string Tasks = """
        Task("Say").Does(() => Console.WriteLine($"text <{Argument("text", "")}> set <{string.Join("|", Arguments("set", ""))}>"));
        Task("Fail").Does(() => { Console.Error.WriteLine("It fails."); Environment.Exit(7); });
        RunTarget(Argument("target", "Say"));
        """;

    [Fact]
    public void Build_ArgumentsWithSpacesAndCommas_ReachTheTaskWhole()
    {
        var (exitCode, output) = Run(
            "-File", Path.Combine(tasks.Path, "build.ps1"), "--target=Say", "--text=two words; ä", "--set=a.b=[1, 2]", "--set=c=x,y");
        exitCode.ShouldBe(0, output);
        output.ShouldContain("text <two words; ä> set <a.b=[1, 2]|c=x,y>");
    }

    [Fact]
    public void Build_TypedAtThePrompt_KeepsListsTogether()
    {
        // Unquoted, PowerShell makes an array of what has commas.
        var (exitCode, output) = Run("-Command", "./build.ps1 --target=Say --text=a,b,c; exit $LASTEXITCODE");
        exitCode.ShouldBe(0, output);
        output.ShouldContain("text <a,b,c>");
    }

    [Fact]
    public void Build_TaskEndsBadly_PassesTheExitCodeOn()
    {
        var (exitCode, output) = Run("-File", Path.Combine(tasks.Path, "build.ps1"), "--target=Fail");
        exitCode.ShouldBe(7, output);
        output.ShouldContain("It fails.");
    }

    private (int ExitCode, string Output) Run(params string[] arguments)
    {
        var installed = Path.Combine(Fixture.RepositoryRoot, "artifacts", "cache", "pwsh", "pwsh");
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var result = ForeignProgram.Run(
            tasks.Path,
            [new("DOTNET_ROOT", root), new("POWERSHELL_TELEMETRY_OPTOUT", "1"), new("NO_COLOR", "1")],
            File.Exists(installed) ? installed : "pwsh",
            ["-NoProfile", "-NonInteractive", .. arguments]);
        Assert.SkipWhen(
            result is null,
            "PowerShell is not installed; 'dotnet tool install --tool-path artifacts/cache/pwsh powershell' installs it");
        return result!.Value;
    }

    /// <summary>One folder for all tests: Cake compiles the tasks once.</summary>
    public sealed class TasksFolder : IDisposable
    {
        public TasksFolder()
        {
            Directory.CreateDirectory(System.IO.Path.Combine(Path, ".config"));
            foreach (var file in new[] { "build.ps1", "cake.config", System.IO.Path.Combine(".config", "dotnet-tools.json") })
            {
                File.Copy(System.IO.Path.Combine(Fixture.RepositoryRoot, file), System.IO.Path.Combine(Path, file));
            }

            File.WriteAllText(System.IO.Path.Combine(Path, "build.cake"), Tasks);
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("bakeoff powershell ä ").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
