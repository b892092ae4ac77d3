using System.Globalization;
using System.Text;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Models.Storage;
using Bakeoff.Neural;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.NWaves.Kinds;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Packaging;

/// <summary>Uses the packages as a stranger would: in an empty project, and as an installed command.</summary>
[Collection(PackageCollection.Name)]
public sealed class InstalledPackagesTests(PackageFeed feed)
{
    /// <summary>The examples of the packages' readmes, word for word, in one program.</summary>
    [Fact]
    public void Libraries_InAnEmptyProject_RunTheExamplesOfTheirReadMes()
    {
        var folder = Directory.CreateDirectory(Path.Combine(feed.Root, "consumer")).FullName;
        File.WriteAllText(Path.Combine(folder, "consumer.csproj"), ProjectFile());
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Program());
        WriteModelAndClip(folder);

        var output = feed.Succeed(folder, "dotnet", "run", "--configuration", "Release");

        output.ShouldContain("0.5 s: 22 frames of 26 values");
        output.ShouldContain("mfcc_0 of frame 0 is ");
        output.ShouldContain("30 epochs, first clip ");
        Probability(output).ShouldBeGreaterThan(0.5f, "the network has not learnt the difference between rising and falling");
        File.Exists(Path.Combine(folder, "model", "weights.safetensors")).ShouldBeTrue();
        output.ShouldMatch("(calm|excited): 0\\.[5-9][0-9]");
        output.ShouldMatch("0\\.25 s: (calm|excited)");
        output.ShouldMatch("by NWaves: (calm|excited)");
        File.Exists(Path.Combine(folder, "model.onnx")).ShouldBeTrue();
        File.Exists(Path.Combine(folder, "model-waveform.onnx")).ShouldBeTrue();
        Directory
            .EnumerateFiles(Path.Combine(folder, "tracking"), "loss", SearchOption.AllDirectories)
            .Select(File.ReadAllLines)
            .Single()
            .Length.ShouldBe(10);
    }

    [Fact]
    public void Tool_InstalledFromAFolder_MakesAProjectThatRuns()
    {
        Assert.SkipUnless(feed.AddCake(), "Cake is not among this machine's packages; 'dotnet tool restore' in the repository brings it.");
        var tools = Path.Combine(feed.Root, "tools");
        feed.Succeed(feed.Root, "dotnet", "tool", "install", "Bakeoff.Cli", "--version", PackageFeed.Version, "--tool-path", tools);
        feed.Succeed(feed.Root, Path.Combine(tools, OperatingSystem.IsWindows() ? "bakeoff.exe" : "bakeoff"), "new", "my study")
            .ShouldContain("with Bakeoff 0.1.0");

        var project = Path.Combine(feed.Root, "my study");
        foreach (var package in new[] { "Bakeoff.Cli", $"Bakeoff.Cli.{PackageFeed.Platform}" })
        {
            File.ReadAllBytes(Path.Combine(project, "packages", $"{package.ToLowerInvariant()}.{PackageFeed.Version}.nupkg"))
                .ShouldBe(File.ReadAllBytes(feed.PathOf(package)));
        }

        File.ReadAllText(Path.Combine(project, "nuget.config")).ShouldContain("value=\"packages\"");
        feed.Succeed(project, "dotnet", "tool", "restore");
        SayLess(Path.Combine(project, "experiments", "datasets", "quickstart.yaml"));
        // Cake starts the command anew for each stage, and all of them would add nothing but the time of their starts.
        var first = feed.Succeed(project, "dotnet", "cake", "--target=Index", "--experiment=quickstart", "--set=training.epochs=2");
        var second = feed.Succeed(project, "dotnet", "bakeoff", "report", "quickstart", "--set=training.epochs=2");

        first.ShouldContain("index: done in");
        second.ShouldContain("index: nothing changed");
        second.ShouldContain("train: done in");
        second.ShouldContain("UAR");
        File.Exists(Path.Combine(project, "artifacts", "experiments", "quickstart@training.epochs=2", "report.html")).ShouldBeTrue();
        Directory.EnumerateFiles(project, "*.png", SearchOption.AllDirectories).ShouldNotBeEmpty("the native library draws");
        Directory.Exists(Path.Combine(project, "mlruns")).ShouldBeTrue();
        feed.Succeed(project, "dotnet", "bakeoff", "schema").ShouldContain("nothing changed");
    }

    /// <summary>A tenth of the clips of the quick start.</summary>
    private static void SayLess(string dataset)
    {
        const string All = "{speakers: 8, words: 10, takes: 2, ";
        const string Few = "{speakers: 4, words: 4, takes: 1, ";
        var lines = File.ReadAllLines(dataset).Where(static line => !line.StartsWith("expected: ", StringComparison.Ordinal)).ToList();
        lines.Count(static line => line.Contains(All, StringComparison.Ordinal)).ShouldBe(1);
        File.WriteAllLines(dataset, lines.Select(static line => line.Replace(All, Few, StringComparison.Ordinal)));
    }

    private static float Probability(string output) =>
        float.Parse(output.Split("first clip ")[1].Split('\n')[0].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>A model and a clip for the example of Bakeoff.Models.</summary>
    private static void WriteModelAndClip(string folder)
    {
        var features = new FeatureOptions
        {
            SampleRateHz = 16000,
            FftLength = 512,
            HopLength = 256,
            MelBandCount = 40,
            MfccCount = 13,
        };
        var network = Network.Create([new LstmOptions { Units = 4 }], inputFeatures: 13, classes: 2, seed: 1);
        var model = ModelFolders.PathOf(Path.Combine(folder, "artifacts", "experiments", "quickstart"), fold: "1", foldCount: 1);
        ModelFile.Save(model, network, ModelRecipe.Describe(["calm", "excited"], features, FeatureNormalization.None));

        // Clips of more than two windows get a trajectory.
        var plp = features with { Kind = new RastaPlpKind() };
        ModelFile.Save(Path.Combine(folder, "plp"), network, ModelRecipe.Describe(["calm", "excited"], plp, FeatureNormalization.None));
        float[] tone = [.. Enumerable.Range(0, 32000).Select(static i => 0.3f * MathF.Sin(0.05f * i))];
        using var file = File.Create(Path.Combine(folder, "clip.wav"));
        WavWriter.Write16(file, tone, 16000);
    }

    private static string ProjectFile()
    {
        // Bakeoff.Serving is for web projects; a sample uses it.
        var references = string.Join(
            "\n",
            PackageFeed.Libraries
                .Where(library => library != "Bakeoff.Serving")
                .Select(library => $"""<PackageReference Include="{library}" Version="{PackageFeed.Version}" />"""));
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>{references}</ItemGroup>
            </Project>
            """;
    }

    private static string Program()
    {
        var examples = new[] { "Numerics", "Audio", "Neural", "Models", "Onnx", "Mlflow" }.ToDictionary(
            name => name,
            name => Example($"Bakeoff.{name}"),
            StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var line in examples.Values.SelectMany(e => e.Usings).Distinct(StringComparer.Ordinal))
        {
            text.AppendLine(line);
        }

        return text.Append(
                $$"""

                var sine = new float[11025];
                for (var i = 0; i < sine.Length; i++) sine[i] = 0.5f * DeterministicMath.Sin(0.1f * i);
                using (var file = File.Create("tone.wav")) WavWriter.Write16(file, sine, 22050);

                // Twenty clips of eight frames: the first feature rises in one class and falls in the other.
                var values = new float[20 * 8 * 2];
                for (var i = 0; i < 160; i++) values[2 * i] = i / 8 % 2 == 0 ? -(i % 8) : i % 8;
                long[] offsets = [.. Enumerable.Range(0, 21).Select(clip => 8L * clip)];
                int[] labels = [.. Enumerable.Range(0, 20).Select(clip => clip % 2)];

                Numerics();
                Audio("tone.wav");
                Neural(values, offsets, labels, "model");
                Models();
                Console.WriteLine($"by NWaves: {EmotionModel.Load("plp").Predict("clip.wav").Label}");
                Onnx();
                await Mlflow("tracking");

                static void Numerics()
                {
                {{examples["Numerics"].Body}}
                }

                static void Audio(string path)
                {
                {{examples["Audio"].Body}}
                }

                static void Neural(float[] values, long[] offsets, int[] labels, string folder)
                {
                {{examples["Neural"].Body}}
                }

                static void Models()
                {
                {{examples["Models"].Body}}
                }

                static void Onnx()
                {
                {{examples["Onnx"].Body}}
                }

                static async Task Mlflow(string trackingUri)
                {
                {{examples["Mlflow"].Body}}
                }
                """)
            .ToString();
    }

    /// <summary>The first C# block of a package's readme.</summary>
    private static (IReadOnlyList<string> Usings, string Body) Example(string package)
    {
        var lines = File.ReadAllLines(Path.Combine(Fixture.RepositoryRoot, "src", package, "README.md"))
            .SkipWhile(l => l != "```csharp")
            .Skip(1)
            .TakeWhile(l => l != "```")
            .ToList();
        lines.Count.ShouldBeGreaterThan(4, $"{package}/README.md has no example");
        return ([.. lines.Where(IsUsing)], string.Join('\n', lines.Where(l => !IsUsing(l))));
    }

    private static bool IsUsing(string line) =>
        line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal);
}
