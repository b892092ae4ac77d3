using System.IO.Compression;
using System.Xml.Linq;
using Bakeoff.Testing;

namespace Bakeoff.Build.Tests.Packages;

/// <summary>The sample as its reader builds it, from the package, in a folder with blanks and what a shell would replace.</summary>
public sealed class SampleTests(BuildFeed feed) : IClassFixture<BuildFeed>
{
    private const string Name = "EmotionBuild";

    private string Folder => Path.Combine(feed.Root, "my $HOME sämples", Name);

    private string Yaml => Path.Combine(Folder, "experiments", "emotion.yaml");

    private string Output => Path.Combine(feed.Root, "artifacts", "samples", "bin", Name, "debug");

    private string Intermediate => Path.Combine(feed.Root, "artifacts", "samples", "obj", Name, "debug");

    /// <summary>One story, for each build costs seconds: an error, a training, nothing to do, a comment, a parameter, clean.</summary>
    [Fact]
    public void Sample_FromErrorToClean_KeepsItsModelCurrent()
    {
        CopySample();

        // An error is that of the YAML, at its place, and nothing is taken for a model.
        var yaml = File.ReadAllText(Yaml);
        File.WriteAllText(Yaml, yaml.Replace("epochs: 10", "epochs: ten", StringComparison.Ordinal));
        var (exitCode, output) = Build("build");
        exitCode.ShouldBe(1, output);
        output.ShouldContain($"{Yaml}(10,74): error BAK0001: training.epochs is 'ten', expected ");
        output.ShouldNotContain("MSB3073");

        // An editor that reads the project starts no training; a build does.
        File.WriteAllText(Yaml, yaml);
        Succeed("msbuild", "-target:Compile", "-property:DesignTimeBuild=true;SkipCompilerExecution=true;ProvideCommandLineArgs=true");
        Directory.Exists(Path.Combine(Folder, "artifacts", "store", "train")).ShouldBeFalse();
        Succeed("build", "--no-restore").ShouldContain("emotion: train: done in ");
        Files(Output, $"{Name}.models").ShouldBe(["Emotion/model.json", "Emotion/weights.safetensors"]);

        // Nothing changed: the program is not even started. With a comment it looks, and finds nothing.
        Succeed("build", "--no-restore", "--verbosity", "normal")
            .ShouldContain("Skipping target \"BuildTrainedModels\" because all output files are up-to-date");
        File.WriteAllText(Yaml, "# A comment.\n" + yaml);
        var published = Path.Combine(feed.Root, "published");
        var log = Succeed("msbuild", "-target:Publish;Pack", $"-property:PublishDir={published}/;PackageOutputPath={feed.Root}");
        log.ShouldNotContain("train:");
        Files(published, $"{Name}.models").ShouldBe(["Emotion/model.json", "Emotion/weights.safetensors"]);
        ContentOfPackage().ShouldBe([
            $"any/net10.0/{Name}.models/Emotion/model.json None true",
            $"any/net10.0/{Name}.models/Emotion/weights.safetensors None true",
        ]);

        // What was published predicts, by the enum's names.
        var store = Path.Combine(Folder, "artifacts", "store", "download");
        var clip = Directory.EnumerateFiles(store, "SYN1_*_angry_1.wav", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        feed.Succeed(Folder, "dotnet", Path.Combine(published, $"{Name}.dll"), clip)
            .ReplaceLineEndings("\n")
            .ShouldBe($"{clip}: Angry\nSomebody should call back.\n");

        // A program that refers to the project, and to no package of Bakeoff, gets the model too.
        var caller = Path.Combine(Path.GetDirectoryName(Folder)!, "Caller");
        Directory.CreateDirectory(caller);
        File.WriteAllText(Path.Combine(caller, "Program.cs"), "return 0;");
        File.WriteAllText(
            Path.Combine(caller, "Caller.csproj"),
            $"<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><ProjectReference Include=\"../{Name}/{Name}.csproj\" /></ItemGroup></Project>");
        feed.Succeed(caller, "dotnet", "build", LocalFeed.OneProcess, "-nologo", "-terminalLogger:off").ShouldNotContain("train:");
        Files(Output.Replace(Name, "Caller", StringComparison.Ordinal), $"{Name}.models").ShouldBe([
            "Emotion/model.json",
            "Emotion/weights.safetensors",
        ]);

        // Continuous integration refuses to train, and says why.
        File.WriteAllText(Yaml, yaml.Replace("epochs: 10", "epochs: 11", StringComparison.Ordinal));
        (exitCode, output) = Build("build", "--no-restore", "-property:TrainModels=never");
        exitCode.ShouldBe(1, output);
        output.ShouldContain($"{Yaml} : error BAK0004: the model of emotion is stale (train: training.epochs: 10 -> 11), expected a ");

        // Clean takes what the build brought, and leaves what was trained.
        Succeed("clean");
        Directory.Exists(Path.Combine(Intermediate, "bakeoff")).ShouldBeFalse();
        Directory.Exists(Path.Combine(Output, $"{Name}.models")).ShouldBeFalse();
        Directory.EnumerateDirectories(Path.Combine(Folder, "artifacts", "store", "train")).ShouldHaveSingleItem();
    }

    [Fact]
    public void Package_HoldsTheProgramAndWhatItNeeds_AndDependsOnModels()
    {
        using var archive = ZipFile.OpenRead(feed.PathOf("Bakeoff.Build"));
        var files = archive.Entries.Select(static entry => entry.FullName).ToList();
        string[] expected =
        [
            "LICENSE",
            "README.md",
            "build/Bakeoff.Build.props",
            "build/Bakeoff.Build.targets",
            "tools/net10.0/Bakeoff.Build.deps.json",
            "tools/net10.0/Bakeoff.Build.dll",
            "tools/net10.0/Bakeoff.Build.runtimeconfig.json",
            "tools/net10.0/Bakeoff.Experiments.dll",
            "tools/net10.0/YamlDotNet.dll",
        ];
        expected.Except(files, StringComparer.Ordinal).ShouldBeEmpty();
        files.Where(static file => file.StartsWith("lib/", StringComparison.Ordinal) || file.EndsWith(".xml", StringComparison.Ordinal))
            .ShouldBe(["[Content_Types].xml"]);

        using var description = archive.GetEntry("Bakeoff.Build.nuspec")!.Open();
        XDocument.Load(description)
            .Descendants()
            .Where(static element => element.Name.LocalName == "dependency")
            .Select(static element => $"{element.Attribute("id")!.Value} {element.Attribute("version")!.Value}")
            .ShouldBe([$"Bakeoff.Models {LocalFeed.Version}"]);
    }

    private void CopySample()
    {
        var samples = Path.Combine(Fixture.RepositoryRoot, "samples");
        Directory.CreateDirectory(Path.Combine(Folder, "experiments", "datasets"));
        foreach (var file in Directory.EnumerateFiles(samples, "Directory.*"))
        {
            File.Copy(file, Path.Combine(Path.GetDirectoryName(Folder)!, Path.GetFileName(file)));
        }

        foreach (var file in new[] { $"{Name}.csproj", "Program.cs", "experiments/emotion.yaml", "experiments/datasets/voices.yaml" })
        {
            File.Copy(Path.Combine(samples, Name, file), Path.Combine(Folder, file));
        }
    }

    private (int ExitCode, string Output) Build(params string[] arguments) =>
        feed.Run(Folder, "dotnet", [.. arguments, LocalFeed.OneProcess, "-nologo", "-terminalLogger:off"]);

    private string Succeed(params string[] arguments) =>
        feed.Succeed(Folder, "dotnet", [.. arguments, LocalFeed.OneProcess, "-nologo", "-terminalLogger:off"]);

    private static IEnumerable<string> Files(string folder, string below) =>
        Directory.EnumerateFiles(Path.Combine(folder, below), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Path.Combine(folder, below), path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private IEnumerable<string> ContentOfPackage()
    {
        using var archive = ZipFile.OpenRead(Path.Combine(feed.Root, $"{Name}.1.0.0.nupkg"));
        using var description = archive.GetEntry($"{Name}.nuspec")!.Open();
        return
        [
            .. XDocument.Load(description)
                .Descendants()
                .Where(static element => element.Name.LocalName == "files" && element.Attribute("include") is not null)
                .Select(static element =>
                    $"{element.Attribute("include")!.Value} {element.Attribute("buildAction")?.Value} {element.Attribute("copyToOutput")?.Value}")
                .Order(StringComparer.Ordinal),
        ];
    }
}
