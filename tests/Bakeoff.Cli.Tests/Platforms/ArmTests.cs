using Bakeoff.Classifiers;
using Bakeoff.Cli.Tests.Running;
using Bakeoff.Neural.Layers;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Cli.Tests.Platforms;

/// <summary>The promise of equal bits on Arm, kept by every kind of layer and classifier, and by every decoder.</summary>
public sealed class ArmTests
{
    private const string Dataset = """
        name: few
        title: A few synthetic words
        licence: none needed
        citation: none
        pattern: '(?<speaker>SYN[1-8])_(?<text>[a-z]+)_(?<label>[a-z]+)_[1-9]\.wav'
        synthetic: {speakers: 2, words: 2, takes: 1, variability: 0.5, sample_rate_hz: 8000, seed: 7}
        """;

    private const string Mixed = """
        name: mixed
        title: These words, and a recording of each codec
        licence: none needed
        citation: none
        pattern: '(?<speaker>SYN[1-8])_(?<text>[a-z]+)_(?<label>[a-z]+)_[1-9]\.(wav|mp3|ogg|opus)'
        """;

    private const string Network = """
        name: network
        seed: 3
        dataset: few
        features:
          {kind: mfcc, with: [pitch, level, spectral_flatness], sample_rate_hz: 8000, n_fft: 256, hop_length: 256, n_mels: 20, n_mfcc: 8}
        split: {by: random, acknowledge: [shared_speakers, shared_texts], test: 0.3, validation: 0.3}
        model:
          - masking: {}
          - conv1d: {filters: 6}
          - layer_mix: 2
          - batch_normalization: {}
          - activation: {function: gelu}
          - max_pooling1d: {}
          - lstm: {units: 5, bidirectional: true, return_sequences: true}
          - layer_normalization: {}
          - average_pooling1d: {}
          - dropout: {rate: 0.2}
          - positions: {}
          - transformer: {layers: 1, units: 6, heads: 2}
          - self_attention: {heads: 5, dropout: 0.1}
          - attention_pooling: {units: 4, summary: mean_std}
          - dense: {units: 6, activation: elu}
          - reshape: {shape: [3, 2]}
          - gru: {units: 4, return_sequences: true, recurrent_dropout: 0.1}
          - global_average_pooling: {}
        training: {optimizer: adamw, learning_rate: 0.01, batch_size: 16, epochs: 2, schedule: {kind: cosine}, clip_norm: 1}
        """;

    private const string Classifiers = """
        name: classifiers
        seed: 3
        dataset: mixed
        features:
          {kind: mfcc, with: [pitch_contour], sample_rate_hz: 8000, n_fft: 512, hop_length: 256, n_mels: 20, n_mfcc: 8, duration_seconds: 0.4,
           summary: functionals}
        split: {by: leave_one_speaker_out, acknowledge: [shared_texts], validation: 0.3}
        augmentation: {copies: 1}
        classifier:
          folds: 2
          candidates:
            - rbf_svm: {}
            - linear_svm: {}
            - random_forest: {trees: 5}
            - gradient_boosting: {rounds: 5, min_leaf: 5}
            - logistic_regression: {}
            - linear_discriminant: {}
            - nearest_neighbours: {k: 3}
        """;

    /// <summary>Layer 3 of MPEG, Vorbis, and both halves of Opus; the index has the digest of each clip's samples.</summary>
    private static readonly (string Fixture, string Clip)[] Coded =
    [
        ("lame-stereo44.mp3", "SYN1_coded_angry_1.mp3"),
        ("vorbis-stereo44.ogg", "SYN2_coded_angry_1.ogg"),
        ("opus-silk-mono16.opus", "SYN1_coded_angry_2.opus"),
        ("opus-celt-stereo48-gain.opus", "SYN2_coded_angry_2.opus"),
    ];

    [Fact]
    public void Experiments_Always_HaveEveryLayerAndClassifier()
    {
        foreach (
            var (kind, experiment) in OptionKinds
                .Of(typeof(LayerOptions))
                .Where(TrainsEverywhere)
                .Select(kind => (kind, Network))
                .Concat(OptionKinds.Of(typeof(ClassifierOptions)).Where(TellsClassesApart).Select(kind => (kind, Classifiers))))
        {
            experiment.ShouldContain($"- {OptionKinds.NameOf(kind.Type)}:");
        }
    }

    // A layer of another assembly, 'encoder', learns in the engine torchsharp, whose bits are promised nowhere; encoders that are given are compared.
    private static bool TrainsEverywhere((string Name, Type Type) kind) => kind.Type.Assembly == typeof(LayerOptions).Assembly;

    // Those that predict numbers stand on the kernels and equations of those that tell classes apart; a third run would cost a minute.
    private static bool TellsClassesApart((string Name, Type Type) kind) => !kind.Type.IsSubclassOf(typeof(RegressorOptions));

    [Fact]
    public void Evaluate_OnArm_GivesTheSameBytes()
    {
        using var arm = ArmCommand.Create();
        using var here = Create();
        using var there = Create();
        string[] network = ["evaluate", "-e", "network"];
        string[] classifiers = ["evaluate", "-e", "classifiers", "--set=dataset.source=recordings"];
        string[][] encoders = [StatesOf("wavlm-large"), StatesOf("whisper")];
        here.Succeed(network);
        var words = Path.Combine(here.Root, "artifacts", "store", "download");
        AddRecordings(here, words);
        AddRecordings(there, words);
        foreach (var arguments in (string[][])[classifiers, .. encoders])
        {
            here.Succeed(arguments);
        }

        arm.Succeed(there.Root, [network, classifiers, .. encoders]);
        ShouldBeTheSame(here, there, "network");
        ShouldBeTheSame(here, there, "classifiers");
        File.ReadAllText(there.Results("classifiers", "index.csv")).ShouldContain("SYN2_coded_angry_2.opus,");
        foreach (var states in encoders.Select(static arguments => arguments[^1].Split('=')[1]))
        {
            File.ReadAllBytes(Path.Combine(there.Root, states)).ShouldBe(File.ReadAllBytes(Path.Combine(here.Root, states)), states);
        }
    }

    private static void ShouldBeTheSame(Project here, Project there, string experiment)
    {
        var files = Results(here, experiment);
        Results(there, experiment).ShouldBe(files);
        files.ShouldContain("index.csv");
        files.ShouldContain("metrics.json");
        files.ShouldContain("predictions.csv");
        files.ShouldContain(file => file.StartsWith("model", StringComparison.Ordinal));
        foreach (var file in files)
        {
            File.ReadAllBytes(there.Results(experiment, file)).ShouldBe(File.ReadAllBytes(here.Results(experiment, file)), file);
        }
    }

    private static string[] StatesOf(string encoder) =>
    [
        "features", Path.Combine("recordings", Coded[^1].Clip), $"--encoder={Fixture.Path($"encoders/{encoder}")}", "--layer=mix", "--lld",
        "--npy", $"--output={encoder}.npy",
    ];

    private static void AddRecordings(Project project, string words)
    {
        var folder = Directory.CreateDirectory(Path.Combine(project.Root, "recordings")).FullName;
        var clips = Directory
            .EnumerateFiles(words, "*.wav", SearchOption.AllDirectories)
            .Select(path => (Path: path, Clip: Path.GetFileName(path)))
            .Concat(Coded.Select(static coded => (Path: Fixture.Path($"codecs/{coded.Fixture}"), coded.Clip)));
        foreach (var (path, clip) in clips)
        {
            File.Copy(path, Path.Combine(folder, clip));
        }
    }

    private static Project Create()
    {
        var project = new Project();
        project.Write("experiments/datasets/few.yaml", Dataset);
        project.Write("experiments/datasets/mixed.yaml", Mixed);
        project.Write("experiments/network.yaml", Network);
        project.Write("experiments/classifiers.yaml", Classifiers);
        return project;
    }

    /// <summary>Everything that a run leaves except its record, which has times.</summary>
    private static List<string> Results(Project project, string experiment)
    {
        var folder = project.Results(experiment, string.Empty);
        return
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder, file))
                .Where(file => file != "record.json")
                .Order(StringComparer.Ordinal),
        ];
    }
}
