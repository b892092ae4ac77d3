using System.IO.Compression;
using System.Text.Json;
using Bakeoff.Audio.Decoding;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Numerics;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>
/// The experiments that ship for corpora nobody may pass on, run over made-up sounds under the names that the corpora use.
/// </summary>
public sealed class ShippedCorporaTests : IDisposable
{
    private const int SampleRateHz = 16000;
    private readonly Project _project = new();
    private readonly string _corpus;

    public ShippedCorporaTests()
    {
        _corpus = Path.Combine(_project.Root, "corpus as published");
        foreach (
            var file in Directory
                .EnumerateFiles(Path.Combine(Fixture.RepositoryRoot, "experiments"), "*.yaml", SearchOption.AllDirectories)
                .Where(static file => !file.EndsWith(".lock.yaml", StringComparison.Ordinal)))
        {
            _project.Write(
                Path.Combine("experiments", Path.GetRelativePath(Path.Combine(Fixture.RepositoryRoot, "experiments"), file)),
                File.ReadAllText(file));
        }
    }

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Evaluate_EmoDbAsPublished_TestsEverySpeakerOnce()
    {
        string[] speakers = ["03", "08", "16"];
        foreach (var (speaker, text, label) in Crossed(speakers, ["a01", "b10"], ["W", "L", "E", "A", "F", "T", "N"]))
        {
            WriteClip($"wav/{speaker}{text}{label}{(text == "b10" ? "b" : "a")}.wav", label);
        }

        foreach (
            var other in new[]
            {
                "lablaut/03a01Fa.lablaut",
                "labsilb/03a01Fa.labsilb",
                "silb/03a01Fa.silb",
                "docs/index.html",
                "erkennung.txt",
                "erklaerung.txt",
            })
        {
            WriteOther(other);
        }

        var (metrics, report) = Evaluate("emodb-loso", asZip: true);

        Names(metrics, "folds").ShouldBe(speakers);
        metrics.GetProperty("test_clips").GetInt32().ShouldBe(42);
        Labels(report).ShouldBe(["angry", "boredom", "disgust", "fear", "happy", "neutral", "sad"]);
    }

    [Fact]
    public void Evaluate_Ravdess_GroupsActors()
    {
        foreach (
            var (speaker, text, label) in Crossed(
                ["01", "02", "03", "04", "05", "24"],
                ["02"],
                ["01", "02", "03", "04", "05", "06", "07", "08"]))
        {
            WriteClip($"Actor_{speaker}/03-01-{label}-01-{text}-01-{speaker}.wav", label);
        }

        var (metrics, report) = Evaluate("ravdess-groups", asZip: true);

        Names(metrics, "folds").Count.ShouldBe(6);
        Names(metrics, "speakers").ShouldBe(["01", "02", "03", "04", "05", "24"]);
        metrics.GetProperty("test_clips").GetInt32().ShouldBe(48);
        Labels(report).ShouldBe(["angry", "calm", "disgust", "fear", "happy", "neutral", "sad", "surprise"]);
    }

    [Fact]
    public void Evaluate_CremaD_LeavesOutTheSilentClipAndTheContradictingPair()
    {
        foreach (
            var (speaker, text, label) in Crossed(
                ["1006", "1013", "1017", "1040", "1076"],
                ["DFA", "IEO"],
                ["ANG", "DIS", "FEA", "HAP", "NEU", "SAD"]))
        {
            WriteClip($"AudioWAV/{speaker}_{text}_{label}_{(text == "IEO" ? "HI" : "XX")}.wav", label);
        }

        WriteClip("AudioWAV/1040_ITH_SAD_X.wav", "SAD");
        WriteWav("AudioWAV/1076_MTI_SAD_XX.wav", new float[SampleRateHz / 2]);
        WriteClip("AudioWAV/1017_IWW_ANG_XX.wav", "ANG");
        File.Copy(Path.Combine(_corpus, "AudioWAV/1017_IWW_ANG_XX.wav"), Path.Combine(_corpus, "AudioWAV/1017_IWW_FEA_XX.wav"));

        var (metrics, report) = Evaluate("crema-d-groups", asZip: false);

        Names(metrics, "folds").Count.ShouldBe(5);
        metrics.GetProperty("test_clips").GetInt32().ShouldBe(61);
        var kinds = report
            .GetProperty("findings")
            .EnumerateArray()
            .Select(static finding => finding.GetProperty("kind").GetString())
            .ToList();
        kinds.ShouldContain("conflicting_labels");
        kinds.ShouldContain("known_defect");
    }

    [Fact]
    public void Evaluate_SaveeInFoldersOfSpeakers_LeavesOneManOut()
    {
        string[] speakers = ["DC", "JE", "JK", "KL"];
        foreach (var (speaker, text, label) in Crossed(speakers, ["01", "02"], ["a", "d", "f", "h", "n", "sa", "su"]))
        {
            WriteClip($"AudioData/{speaker}/{label}{text}.wav", label);
        }

        WriteOther("AudioData/Info.txt");

        var (metrics, report) = Evaluate("savee-loso", asZip: true);

        Names(metrics, "folds").ShouldBe(speakers);
        metrics.GetProperty("test_clips").GetInt32().ShouldBe(56);
        Labels(report).ShouldBe(["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"]);
    }

    private static IEnumerable<(string Speaker, string Text, string Label)> Crossed(string[] speakers, string[] texts, string[] labels) =>
        from speaker in speakers
        from text in texts
        from label in labels
        select (speaker, text, label);

    // A tone that the label names, in noise that the file's name does: no two clips are alike, and there is something to learn.
    private void WriteClip(string relative, string label)
    {
        var random = new SeededRandom(1, relative);
        var samples = new float[SampleRateHz * 6 / 10];
        var step = 2 * Math.PI * (150 + (37 * (label[0] % 7)) + (11 * (label[^1] % 5))) / SampleRateHz;
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)((0.3 * DeterministicMath.Sin(step * i)) + (0.02 * random.NextGaussian()));
        }

        WriteWav(relative, samples);
    }

    private void WriteWav(string relative, float[] samples)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_corpus, relative))!);
        using var file = File.Create(Path.Combine(_corpus, relative));
        WavWriter.Write16(file, samples, SampleRateHz);
    }

    private void WriteOther(string relative)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_corpus, relative))!);
        File.WriteAllText(Path.Combine(_corpus, relative), "no recording");
    }

    private (JsonElement Metrics, JsonElement IndexReport) Evaluate(string experiment, bool asZip)
    {
        var source = asZip ? _corpus + ".zip" : _corpus;
        if (asZip)
        {
            ZipFile.CreateFromDirectory(_corpus, source);
        }

        _project.Succeed("evaluate", "-e", experiment, "--set=dataset.source=" + source);
        return (Json("metrics.json"), Json("index-report.json"));

        JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllBytes(_project.Results(experiment, file))).RootElement;
    }

    private static IReadOnlyList<string> Names(JsonElement metrics, string part) =>
        [.. metrics.GetProperty(part).EnumerateArray().Select(static group => group.GetProperty("name").GetString()!)];

    private static IReadOnlyList<string> Labels(JsonElement report) =>
        [.. report.GetProperty("labels").EnumerateObject().Select(static label => label.Name)];
}
