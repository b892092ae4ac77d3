using System.Globalization;
using Bakeoff.Benchmarks.Workloads;
using Bakeoff.Numerics;

namespace Bakeoff.Benchmarks.Comparison;

/// <summary>All rows of the table.</summary>
internal static class ContestList
{
    /// <summary>The contests, with our side at the wanted thread count and peers at one thread and at that count.</summary>
    public static IReadOnlyList<Contest> Create(ComparisonOptions options)
    {
        var recordings = new RecordingFolder(options.Recordings);
        int[] threads = options.Threads > 1 ? [1, options.Threads] : [1];
        return
        [
            Training("training-frames", () => TrainingWorkload.Frames(options.Threads), threads),
            Training("training-summary", () => TrainingWorkload.Summary(options.Threads), threads),
            Training("training-convolutions", () => TrainingWorkload.Convolutions(options.Threads), threads),
            Training("training-pooled-convolutions", () => TrainingWorkload.PooledConvolutions(options.Threads), threads),
            new Contest(
                "features",
                "ms a clip",
                1e3,
                () => new FeatureWorkload(recordings.Files(), options.Threads),
                [
                    new Peer("librosa, one process", "librosa_features.py", options.Threads, recordings.Path),
                    new Peer(Threads("torchaudio", options.Threads), "torchaudio_features.py", options.Threads, recordings.Path),
                ]),
            Gemm(64, 1024, 256, options, threads),
            Gemm(64, 512, 128, options, threads),
            Gemm(4300, 512, 40, options, threads),
            Gemm(1000, 1000, 1000, options, threads),
            Function("tanh"),
            Function("sigmoid"),
            Function("exp"),
            new Contest(
                "fft-2048",
                "us a frame, one thread",
                1e6,
                () => new FftWorkload(2048),
                [new Peer(Threads("PyTorch", 1), "pytorch_fft.py", 1, "2048")]),
        ];
    }

    private static Contest Training(string name, Func<IWorkload> ours, int[] threads) =>
        new(
            name,
            "s an epoch",
            1,
            ours,
            [.. threads.Select(count => new Peer(Threads("PyTorch", count), "pytorch_training.py", count, name))]);

    private static Contest Gemm(int m, int n, int k, ComparisonOptions options, int[] threads) =>
        new(
            Text($"gemm-{m}x{k}x{n}"),
            "us a product",
            1e6,
            () => new GemmWorkload(m, n, k, options.Threads),
            [
                .. threads.Select(count => new Peer(
                    Threads("PyTorch", count),
                    "pytorch_gemm.py",
                    count,
                    Text($"{m}"),
                    Text($"{n}"),
                    Text($"{k}"))),
            ]);

    private static Contest Function(string name) =>
        new(
            Text($"math-{name}"),
            "ns an element, one thread",
            1e9,
            () => new FunctionWorkload(name),
            [new Peer(Threads("PyTorch", 1), "pytorch_function.py", 1, name)]);

    private static string Threads(string library, int count) => Text($"{library}, {count} thread{(count == 1 ? "" : "s")}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
