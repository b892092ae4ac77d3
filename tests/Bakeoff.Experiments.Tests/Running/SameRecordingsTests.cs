using System.IO.Compression;
using System.Text;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Corpora.Synthesis;
using Bakeoff.Experiments.Index;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Split;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Running;

/// <summary>
/// The same recordings give the same bits, wherever they lie, in whatever order they are listed, and with any number of threads.
/// </summary>
public sealed class SameRecordingsTests : IDisposable
{
    private const string Name = """(?<speaker>SYN[1-8])_(?<text>[a-z]+)_(?<label>[a-z]+)_[1-9]\.wav""";

    private const string Network = """
        seed: 3
        features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 256, n_mels: 40, n_mfcc: 13}
        split: {by: random, acknowledge: [shared_speakers, shared_texts], test: 0.3, validation: 0.2}
        augmentation: {copies: 1, pitch_semitones: 0, formant_percent: 0, tempo_percent: 0, signal_to_noise_db: 20,
          reverb: {room: {rt60_seconds: 0.2, positions: 3}}, echo: {}, band_pass: {}}
        model:
          - masking: {}
          - lstm: {units: 4}
          - dropout: {rate: 0.2}
        training: {optimizer: adam, learning_rate: 0.01, batch_size: 16, epochs: 2}
        """;

    private const string Classifier = """
        seed: 3
        features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 256, n_mels: 40, n_mfcc: 13, summary: functionals}
        split: {by: leave_one_speaker_out, acknowledge: [shared_texts]}
        classifier: {candidates: [linear_svm: {c: 0.1}, logistic_regression: {}], folds: 3, group_by: none}
        """;

    private readonly ScratchFolder _scratch = new();
    private readonly List<(string Name, byte[] Bytes)> _clips;

    public SameRecordingsTests()
    {
        var options = new SyntheticCorpusOptions
        {
            Speakers = 3,
            Words = 3,
            Takes = 1,
            Variability = 0.5,
            SampleRateHz = 16000,
            Seed = 7,
        };
        QuickstartSynthesizer.Write(options, _scratch.Full("made"), threads: 2);
        _clips =
        [
            .. Directory
                .EnumerateFiles(_scratch.Full("made"), "*.wav")
                .Order(StringComparer.Ordinal)
                .Select(static file => (Path.GetFileName(file), File.ReadAllBytes(file))),
        ];
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(Network)]
    [InlineData(Classifier)]
    public async Task Evaluate_FiveArrangementsOfTheSameRecordings_GivesTheSameBits(string experiment)
    {
        Write("folder", _clips, static name => name);
        Write("above/EmoDB/wav", _clips, static name => name);
        _scratch.Bytes("above/EmoDB/README.txt", "Not audio."u8.ToArray());
        ZipFile.CreateFromDirectory(_scratch.Full("above"), _scratch.Full("archive.zip"));
        var decomposed = "Größe".Normalize(NormalizationForm.FormD);
        Write("renamed", _clips, name => $"{decomposed}/{name[5..8].ToUpperInvariant()}/{name.ToLowerInvariant().Replace("wav", "WAV")}");
        Write("backwards", _clips.AsEnumerable().Reverse(), static name => $"z{(char)('a' + (name[^6] % 7))}/{name}");
        Write("backwards", _clips.Where(static clip => clip.Name[3] == '2'), static name => $"a/copy of all/{name}");

        var describe = new Dictionary<string, string> { ["words"] = $"pattern: '{Name}'" };
        var expected = await RunAsync(experiment, "words", describe, "folder");
        foreach (var source in new[] { "above", "archive.zip", "renamed", "backwards" })
        {
            var results = await RunAsync(experiment, "words", describe, source);
            results.ShouldBe(expected, source);
        }

        File.ReadAllText(_scratch.Full("above.csv")).ShouldBe(File.ReadAllText(_scratch.Full("folder.csv")));
    }

    [Fact]
    public async Task Evaluate_RowsOfTheTableInAnotherOrder_GivesTheSameBits()
    {
        var rows = _clips.ConvertAll(static clip => $"{clip.Name},{string.Join(',', clip.Name.Split('_')[..3])}\n");
        Write("one/audio", _clips, static name => name);
        Write("two/AUDIO", _clips, static name => name);
        _scratch.Bytes("one/manifest.csv", Encoding.UTF8.GetBytes("path,speaker,text,label\n" + string.Concat(rows)));
        rows.Reverse();
        _scratch.Bytes("two/manifest.csv", Encoding.UTF8.GetBytes("path,speaker,text,label\n" + string.Concat(rows)));

        var describe = new Dictionary<string, string> { ["table"] = "manifest: {file: manifest.csv, root: audio}" };
        (await RunAsync(Network, "table", describe, "two")).ShouldBe(await RunAsync(Network, "table", describe, "one"));
    }

    [Fact]
    public async Task Evaluate_CorporaInAnotherOrder_GivesTheSameBits()
    {
        Write("here/one", _clips.Where(static clip => clip.Name[3] == '1'), static name => name);
        Write("here/two", _clips.Where(static clip => clip.Name[3] != '1'), static name => name);
        Write("there/one/wav", _clips.Where(static clip => clip.Name[3] == '1'), static name => name);
        Write("there/two/wav/a", _clips.Where(static clip => clip.Name[3] == '3'), static name => name);
        Write("there/two/wav/b", _clips.Where(static clip => clip.Name[3] == '2'), static name => name);

        var describe = new Dictionary<string, string> { ["one"] = $"pattern: '{Name}'", ["two"] = $"pattern: '{Name}'" };
        var expected = await RunAsync(Network, "both", Both("one", "two"), "here");
        (await RunAsync(Network, "both", Both("two", "one"), "there")).ShouldBe(expected);

        Dictionary<string, string> Both(string first, string second) =>
            new(describe) { ["both"] = $"corpora: [{{dataset: {first}}}, {{dataset: {second}}}]" };
    }

    /// <summary>Runs an experiment anew, whatever ran before.</summary>
    /// <returns>Models, metrics, and the partition of each clip by its content.</returns>
    private async Task<IReadOnlyList<string>> RunAsync(
        string experiment,
        string dataset,
        IReadOnlyDictionary<string, string> descriptions,
        string source)
    {
        var root = _scratch.Full("project");
        foreach (
            var folder in new[] { "store", "experiments" }.Select(name => Path.Combine(root, "artifacts", name)).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var (name, text) in descriptions)
        {
            _scratch.Bytes(
                $"{root}/experiments/datasets/{name}.yaml",
                Encoding.UTF8.GetBytes($"name: {name}\ntitle: T\nlicence: L\ncitation: C\n{text}\n"));
        }

        _scratch.Bytes($"{root}/experiments/e.yaml", Encoding.UTF8.GetBytes($"name: e\ndataset: {dataset}\n{experiment}\n"));
        var workspace = new Workspace(root);
        await using var session = ExperimentSession.Open(workspace, "e", ["dataset.source=" + _scratch.Full(source)], threads: 1 + (source.Length % 3));
        await session.RunAsync("evaluate", force: false, SilentObserver.Instance, TestContext.Current.CancellationToken);

        var results = workspace.ResultsFolder("e");
        File.Copy(Path.Combine(results, IndexStage.IndexFile), _scratch.Full($"{source}.csv"), overwrite: true);
        var clips = IndexTable.Read(_scratch.Full($"{source}.csv")).ToDictionary(static clip => clip.Path, static clip => clip.Sha256);
        var model = Directory.GetFiles(Path.Combine(results, "model"), "*", SearchOption.AllDirectories);
        model.ShouldNotBeEmpty();
        return
        [
            .. model.Order(StringComparer.OrdinalIgnoreCase).Select(static file => Convert.ToHexString(File.ReadAllBytes(file))),
            // Names of speakers are shown as they are written, in whatever case.
            File.ReadAllText(Path.Combine(results, "metrics.json")).ToUpperInvariant(),
            string.Join('\n', clips.Values),
            .. File.ReadLines(Path.Combine(results, SplitStage.SplitFile))
                .Skip(1)
                .Select(row => row.Split(','))
                .Select(row => $"{clips[row[0]]} {row[1].ToUpperInvariant()} {row[2]}"),
        ];
    }

    private void Write(string folder, IEnumerable<(string Name, byte[] Bytes)> clips, Func<string, string> path)
    {
        foreach (var (name, bytes) in clips)
        {
            _scratch.Bytes($"{folder}/{path(name)}", bytes);
        }
    }
}
