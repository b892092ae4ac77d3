using System.Text;
using Bakeoff.Models;
using Bakeoff.Testing;

namespace Bakeoff.Build.Tests;

/// <summary>The answer to a request: a folder below obj/ that is right, or findings and no list of models.</summary>
public sealed class ProgramTests : IDisposable
{
    private const string Dataset = """
        name: tiny
        title: Synthetic words for tests
        licence: none needed
        citation: none
        pattern: '(?<speaker>SYN[1-8])_(?<text>[a-z]+)_(?<label>[a-z]+)_[1-9]\.wav'
        synthetic: {speakers: 2, words: 3, takes: 1, variability: 0.5, sample_rate_hz: 16000, seed: 7}
        """;

    private const string Experiment = """
        # Question: does it build?
        name: tiny
        seed: 3
        dataset: tiny
        features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 256, n_mels: 40, n_mfcc: 13}
        split: {by: random, acknowledge: [shared_speakers, shared_texts], test: 0.2, validation: 0.2}
        model: [{masking: {}}, {lstm: {units: 4}}]
        training: {epochs: 2, batch_size: 16, learning_rate: 0.01}

        """;

    private readonly ScratchFolder _scratch = new();

    public ProgramTests()
    {
        Write("experiments/datasets/tiny.yaml", Dataset);
        Write("experiments/tiny.yaml", Experiment);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_FromNothingToStale_TrainsWhatTheRuleAllows()
    {
        (await RunAsync(train: "never")).ShouldBe((
            1,
            $"{Yaml}: error BAK0004: the model of tiny is missing (download: not run yet), expected a current one with TrainModels=never. "
                + "Build with TrainModels=stale where the recordings are, or bring the folder artifacts/store of a machine that did.\n"));
        File.Exists(List).ShouldBeFalse();

        var (exitCode, output) = await RunAsync(train: "missing");
        exitCode.ShouldBe(0, output);
        output.ShouldContain("tiny: train: not run yet\n");
        output.ShouldContain("tiny: train: done in ");
        File.ReadAllLines(List).ShouldBe(["Tiny/model.json", "Tiny/weights.safetensors"]);
        EmotionModel.Load(Obj("models/Tiny")).Labels.Count.ShouldBe(7);
        var first = File.ReadAllBytes(Obj("models/Tiny/weights.safetensors"));
        File.ReadAllText(Obj("Models.g.cs")).ShouldContain("Surprise,");

        // Nothing of it is written again, so that nothing that depends on it is made again.
        Write("experiments/tiny.yaml", Experiment + "# Another comment.\n");
        Write("obj/models/Gone/model.json", "of a model that the project no longer has");
        var before = (File.GetLastWriteTimeUtc(Obj("models/Tiny/model.json")), File.GetLastWriteTimeUtc(Obj("Models.g.cs")));
        (await RunAsync(train: "never")).ShouldBe((0, ""));
        (File.GetLastWriteTimeUtc(Obj("models/Tiny/model.json")), File.GetLastWriteTimeUtc(Obj("Models.g.cs"))).ShouldBe(before);
        File.GetLastWriteTimeUtc(List).ShouldBeGreaterThan(File.GetLastWriteTimeUtc(Yaml));
        File.Exists(Obj("models/Gone/model.json")).ShouldBeFalse();

        Write("experiments/tiny.yaml", Experiment.Replace("0.01", "0.02", StringComparison.Ordinal));
        (await RunAsync(train: "never")).Output
            .ShouldContain("the model of tiny is stale (train: training.learning_rate: 0.01 -> 0.02), expected a current one");
        File.Exists(List).ShouldBeFalse();

        (await RunAsync(train: "missing")).ShouldBe((
            0,
            $"{Yaml}: warning BAK0005: the model of tiny is stale (train: training.learning_rate: 0.01 -> 0.02) and is used because of "
                + "TrainModels=missing.\n"));
        File.ReadAllBytes(Obj("models/Tiny/weights.safetensors")).SequenceEqual(first).ShouldBeTrue();
        File.GetLastWriteTimeUtc(List).ShouldBe(DateTime.UnixEpoch, "the next build must look again");

        (await RunAsync(train: "stale")).Output.ShouldStartWith("tiny: train: training.learning_rate: 0.01 -> 0.02\n");
        File.ReadAllBytes(Obj("models/Tiny/weights.safetensors")).SequenceEqual(first).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_YamlBreaksRules_FindsEachAtItsLineAndColumn()
    {
        var wrong = Experiment.Replace("units: 4", "unit: 4", StringComparison.Ordinal);
        Write("experiments/tiny.yaml", wrong.Replace("seed: 3", "seed: x", StringComparison.Ordinal));
        var (exitCode, output) = await RunAsync(train: "stale");

        exitCode.ShouldBe(1);
        output.ShouldContain($"{Yaml}(3,7): error BAK0001: seed is 'x', expected ");
        output.ShouldContain($"{Yaml}(7,32): error BAK0001: unknown key 'unit' in model.1.lstm. Did you mean 'units'?");
        output.TrimEnd().Split('\n').ShouldAllBe(line => line.Contains(": error BAK0001: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NoRecordings_PointsAtTheDatasetWithTheNextStep()
    {
        Write("experiments/datasets/tiny.yaml", Dataset.Split("synthetic:")[0]);
        var (exitCode, output) = await RunAsync(train: "stale");

        exitCode.ShouldBe(1);
        output.ShouldContain($"{Yaml}(4,10): error BAK0003: dataset tiny: its recordings are not on this machine, ");
        output.ShouldContain("Recordings=\"PATH\"");

        (_, output) = await RunAsync(train: "stale", "recordings=nowhere");
        output.ShouldContain($"{Yaml}(4,10): error BAK0003: dataset.source is '{_scratch.Full("nowhere")}', expected an existing zip ");
    }

    [Fact]
    public async Task Run_NormalizedBySpeaker_IsRefusedBeforeTraining()
    {
        Write("experiments/tiny.yaml", Experiment + "normalization: speaker\n");
        (await RunAsync(train: "stale")).ShouldBe((
            1,
            $"{Yaml}(9,16): error BAK0007: normalization: speaker needs all clips of a speaker at once, expected train, clip or none in a "
                + "model that a program loads.\n"));
    }

    [Fact]
    public async Task Run_ExperimentOfLabelAndNumbers_GeneratesBoth()
    {
        Write("experiments/datasets/tiny.yaml", Dataset.Replace("seed: 7", "seed: 7, ratings: true", StringComparison.Ordinal)
            + "\nmetadata: {file: ratings.csv, key: name}\ncolumns: {arousal: number}\n");
        Write("experiments/tiny.yaml", Experiment + "heads: {label: {}, arousal: {}}\n");
        var (exitCode, output) = await RunAsync(train: "stale");

        exitCode.ShouldBe(0, output);
        var text = File.ReadAllText(Obj("Models.g.cs"));
        text.ShouldContain("public readonly record struct Numbers(float Arousal);");
        text.ShouldContain("public (Label Label, Numbers Numbers) Predict(string path)");
        EmotionModel.Load(Obj("models/Tiny")).Targets.ShouldBe(["arousal"]);
    }

    /// <summary>Recordings of one's own are inputs of the build, and so are the folders that others may be put into.</summary>
    [Fact]
    public async Task Run_RecordingsInAFolder_ListsFilesAndFolders()
    {
        (await RunAsync(train: "stale")).ExitCode.ShouldBe(0);
        var made = Directory.EnumerateDirectories(_scratch.Full("artifacts/store/download")).Single();
        Directory.Move(Path.Combine(made, "recordings"), _scratch.Full("my recordings"));
        Write("experiments/datasets/tiny.yaml", Dataset.Split("synthetic:")[0]);
        var (exitCode, output) = await RunAsync(train: "stale", "recordings=my recordings");

        exitCode.ShouldBe(0, output);
        File.ReadAllLines(Obj("recordings.txt")).Count(static path => path.EndsWith(".wav", StringComparison.Ordinal)).ShouldBe(42);
        File.ReadAllLines(Obj("folders.txt")).ShouldBe([_scratch.Full("my recordings")]);
        File.ReadAllLines(Obj("folder-times.txt")).Length.ShouldBe(1);
        File.GetLastWriteTimeUtc(Obj("folder-times.txt")).ShouldBe(File.GetLastWriteTimeUtc(List));
    }

    [Fact]
    public async Task Run_TwoBuildsAtOnce_TrainOnce()
    {
        var builds = await Task.WhenAll(
            Task.Run(() => RunAsync(train: "stale", folder: "one")),
            Task.Run(() => RunAsync(train: "stale", folder: "two")));

        builds.ShouldAllBe(build => build.ExitCode == 0);
        builds.Count(build => build.Output.Contains("tiny: train: done in", StringComparison.Ordinal)).ShouldBe(1);
        File.ReadAllBytes(_scratch.Full("one/models/Tiny/weights.safetensors"))
            .ShouldBe(File.ReadAllBytes(_scratch.Full("two/models/Tiny/weights.safetensors")));
    }

    [Fact]
    public async Task Run_Stopped_LeavesNoListOfModels()
    {
        (await RunAsync(train: "stale")).ExitCode.ShouldBe(0);
        Write("experiments/tiny.yaml", Experiment.Replace("epochs: 2", "epochs: 3", StringComparison.Ordinal));
        var output = new StringWriter { NewLine = "\n" };
        (await Program.RunAsync(WriteRequest("obj", "stale"), output, new CancellationToken(canceled: true))).ShouldBe(130);

        output.ToString().ShouldContain("Training was interrupted.");
        File.Exists(List).ShouldBeFalse();
    }

    private string Yaml => _scratch.Full("experiments/tiny.yaml");

    private string List => Obj("models.txt");

    private string Obj(string relative) => _scratch.Full($"obj/{relative}");

    private void Write(string relative, string text) => _scratch.Bytes(relative, Encoding.UTF8.GetBytes(text));

    private string WriteRequest(string folder, string train, params string[] metadata)
    {
        string[] lines =
        [
            $"project={_scratch.Full("App.csproj")}",
            $"train={train}",
            "language=C#",
            "namespace=App",
            "output=App.models/",
            $"model={Yaml}",
            .. metadata,
        ];
        Write($"{folder}/request.txt", string.Join(Environment.NewLine, lines));
        return _scratch.Full($"{folder}/request.txt");
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string train, string? metadata = null, string folder = "obj")
    {
        var output = new StringWriter { NewLine = "\n" };
        var request = WriteRequest(folder, train, metadata is null ? [] : [metadata]);
        var exitCode = await Program.RunAsync(request, output, CancellationToken.None);
        return (exitCode, output.ToString());
    }
}
