using System.Globalization;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Gemaps;
using Bakeoff.Benchmarks.Workloads;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Boosting;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Classifiers.Trees;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Comparison;

/// <summary>All rows of the table.</summary>
internal static class ContestList
{
    /// <summary>The contests, with our side at the wanted thread count and peers at one thread and at that count.</summary>
    public static IReadOnlyList<Contest> Create(ComparisonOptions options)
    {
        var recordings = new RecordingFolder(options.Recordings);
        var rows = new RowFolder();
        var encoder = new EncoderFolder();
        int[] threads = options.Threads > 1 ? [1, options.Threads] : [1];
        return
        [
            Training("training-frames", () => TrainingWorkload.Frames(options.Threads), 5, threads),
            Training("training-summary", () => TrainingWorkload.Summary(options.Threads), 2, threads),
            Training("training-convolutions", () => TrainingWorkload.Convolutions(options.Threads), 2, threads),
            Training("training-pooled-convolutions", () => TrainingWorkload.PooledConvolutions(options.Threads), 2, threads),
            Training("training-transformer", () => TrainingWorkload.Transformer(options.Threads), 1.5, threads),
            new Contest(
                "prediction-convolution",
                "ms for 64 clips",
                1e3,
                () => new PredictionWorkload(options.Threads),
                1,
                [.. threads.Select(count => new Peer(Threads("PyTorch", count), "pytorch_prediction.py", count))]),
            Classifier("discriminant", new LinearDiscriminantOptions(), rows, 2, options, threads),
            Classifier("logistic-regression", new LogisticRegressionOptions(), rows, 2, options, threads),
            Classifier("neighbours", new NearestNeighboursOptions(), rows, 2, options, threads),
            Classifier("rbf-svm", new RbfSvmOptions { Gamma = 1.0 / RowFolder.ColumnCount }, rows, 1.5, options, threads),
            Classifier("random-forest", new RandomForestOptions(), rows, 2, options, threads),
            Beside(
                Classifier("gradient-boosting", new GradientBoostingOptions { Rounds = 10 }, rows, 1.2, options, threads),
                threads.Select(count => new Peer(
                    Threads("LightGBM", count), "lightgbm_classifier.py", count, Path.Combine(AppContext.BaseDirectory, "runtimes"), rows.Path))),
            Rows("ridge", "s a fold", () => new RidgeWorkload(rows, options.Threads), rows, 1, threads),
            Rows("principal-components", "s a map", () => new MapWorkload(isNeighbours: false, rows, options.Threads), rows, 1.2, threads),
            Rows("t-sne", "s a map", () => new MapWorkload(isNeighbours: true, rows, options.Threads), rows, 1, threads),
            // Resampled to 22,050 Hz, 40 MFCC of frames of 2048 samples, a hop of 512 and 128 mel bands.
            new Contest(
                "features",
                "ms a clip",
                1e3,
                () => new FeatureWorkload(recordings.Files(), new FeatureOptions(), options.Threads),
                10,
                [
                    new Peer("librosa, one process", "librosa_features.py", options.Threads, recordings.Path),
                    new Peer(Threads("torchaudio", options.Threads), "torchaudio_features.py", options.Threads, recordings.Path),
                ]),
            new Contest(
                "features-egemaps",
                "ms a clip, one thread",
                1e3,
                () => new FeatureWorkload(recordings.Files(), new FeatureOptions { Set = new EgemapsSet() }, threads: 1),
                1,
                [new Peer(Threads("opensmile-python", 1), "opensmile_features.py", 1, recordings.Path)]),
            new Contest(
                "encoder",
                "ms a clip of 2 s",
                1e3,
                () => new EncoderWorkload(encoder, options.Threads),
                1,
                [.. threads.Select(count => new Peer(Threads("torchaudio", count), "torchaudio_encoder.py", count))]),
            Gemm(64, 1024, 256, 1, options, threads),
            Gemm(64, 512, 128, 1.5, options, threads),
            Gemm(4300, 512, 40, 1.5, options, threads),
            Gemm(1000, 1000, 1000, 0.5, options, threads),
            Function("tanh", 1.5),
            Function("sigmoid", 0.8),
            Function("exp", 0.8),
            new Contest(
                "fft-2048",
                "us a frame, one thread",
                1e6,
                () => new FftWorkload(2048),
                1.5,
                [new Peer(Threads("PyTorch", 1), "pytorch_fft.py", 1, "2048")]),
        ];
    }

    private static Contest Training(string name, Func<IWorkload> ours, double floor, int[] threads) =>
        new(
            name,
            "s an epoch",
            1,
            ours,
            floor,
            [.. threads.Select(count => new Peer(Threads("PyTorch", count), "pytorch_training.py", count, name))]);

    private static Contest Classifier(
        string name,
        ClassifierOptions classifier,
        RowFolder rows,
        double floor,
        ComparisonOptions options,
        int[] threads) =>
        Rows("classifier-" + name, "s a fold", () => new ClassifierWorkload(classifier, rows, options.Threads), rows, floor, threads);

    private static Contest Rows(string name, string unit, Func<IWorkload> ours, RowFolder rows, double floor, int[] threads) =>
        new(
            name,
            unit,
            1,
            ours,
            floor,
            [.. threads.Select(count => new Peer(Threads("scikit-learn", count), "sklearn_rows.py", count, name, rows.Path))]);

    private static Contest Beside(Contest contest, IEnumerable<Peer> others) => contest with { Peers = [.. contest.Peers, .. others] };

    private static Contest Gemm(int m, int n, int k, double floor, ComparisonOptions options, int[] threads) =>
        new(
            Text($"gemm-{m}x{k}x{n}"),
            "us a product",
            1e6,
            () => new GemmWorkload(m, n, k, options.Threads),
            floor,
            [
                .. threads.Select(count => new Peer(
                    Threads("PyTorch", count),
                    "pytorch_gemm.py",
                    count,
                    Text($"{m}"),
                    Text($"{n}"),
                    Text($"{k}"))),
            ]);

    private static Contest Function(string name, double floor) =>
        new(
            Text($"math-{name}"),
            "ns an element, one thread",
            1e9,
            () => new FunctionWorkload(name),
            floor,
            [new Peer(Threads("PyTorch", 1), "pytorch_function.py", 1, name)]);

    private static string Threads(string library, int count) => Text($"{library}, {count} thread{(count == 1 ? "" : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
