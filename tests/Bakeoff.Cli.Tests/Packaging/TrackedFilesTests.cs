using System.Diagnostics;
using System.Text.Json;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Packaging;

public sealed class TrackedFilesTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("true", "Code.cs", "new/a.yaml new/text.txt")]
    [InlineData("false", "Code.cs Mine.cs", "new/a.yaml new/ignored.yaml new/mîne.yaml new/notes.txt new/text.txt")]
    public void Pack_FilesThatGitDoesNotTrack_AreLeftOut(string trackedOnly, string compiled, string embedded)
    {
        _scratch.Bytes(
            "src/Mine/Mine.csproj",
            """
            <Project>
              <PropertyGroup>
                <RepositoryRoot>$([MSBuild]::NormalizeDirectory('$(MSBuildProjectDirectory)/../..'))</RepositoryRoot>
                <IntermediateOutputPath>$(RepositoryRoot)</IntermediateOutputPath>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="**/*.cs" />
                <EmbeddedResource Include="$(RepositoryRoot)experiments/*.yaml;*.txt" LogicalName="new/%(Filename)%(Extension)" />
              </ItemGroup>
              <Target Name="AssignTargetPaths" />
              <Import Project="$(Targets)" />
            </Project>
            """u8.ToArray());
        foreach (var file in new[] { "experiments/a.yaml", "src/Mine/Code.cs", "src/Mine/text.txt" })
        {
            _scratch.Bytes(file, []);
        }

        _scratch.Bytes(".gitignore", "ignored.yaml\n"u8.ToArray());
        Run("git", "init", "--quiet");
        Run("git", "add", ".");
        foreach (var file in new[] { "experiments/mîne.yaml", "experiments/ignored.yaml", "src/Mine/Mine.cs", "src/Mine/notes.txt" })
        {
            _scratch.Bytes(file, []);
        }

        using var items = JsonDocument.Parse(
            Run(
                "dotnet",
                "msbuild",
                "src/Mine/Mine.csproj",
                "-target:AssignTargetPaths",
                "-getItem:Compile,EmbeddedResource",
                $"-property:TrackedOnly={trackedOnly}",
                $"-property:Targets={Path.Combine(Fixture.RepositoryRoot, "src", "Directory.Build.targets")}"));

        Names("Compile", "Identity").ShouldBe(compiled);
        Names("EmbeddedResource", "LogicalName").ShouldBe(embedded);

        string Names(string kind, string metadata) =>
            string.Join(
                ' ',
                items
                    .RootElement.GetProperty("Items")
                    .GetProperty(kind)
                    .EnumerateArray()
                    .Select(item => item.GetProperty(metadata).GetString()!)
                    .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Pack_Task_AsksForTrackedFilesOnly() =>
        File.ReadAllText(Path.Combine(Fixture.RepositoryRoot, "build", "packages.cake"))
            .ShouldContain("WithProperty(\"TrackedOnly\", \"true\")");

    private string Run(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = _scratch.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, output + error.GetAwaiter().GetResult());
        return output;
    }
}
