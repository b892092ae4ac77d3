using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bakeoff.Audio.Augmentation;
using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Boosting;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Classifiers.Trees;
using Bakeoff.Codecs;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Synthesis;
using Bakeoff.Encoders;
using Bakeoff.Evaluation.Results;
using Bakeoff.Neural;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Optimizers;
using Bakeoff.Neural.Training;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Cli.Tests.Platforms;

/// <summary>
/// All that decides the bits of a result, each on a small example: sounds that are made and decoded, features, networks, classifiers,
/// encoders, figures. Compiled into these tests and into a program for another processor.
/// </summary>
internal static class Calculations
{
    private const ulong Seed = 3;

    private const int Classes = 3;

    /// <summary>Layer 3 of MPEG, Vorbis, and both halves of Opus.</summary>
    private static readonly string[] Recordings =
        ["lame-stereo44.mp3", "vorbis-stereo44.ogg", "opus-silk-mono16.opus", "opus-celt-stereo48-gain.opus"];

    private static readonly string[] Encoders = ["wavlm-large", "whisper"];

    /// <summary>A network with every kind of layer.</summary>
    public static IReadOnlyList<LayerOptions> Layers { get; } =
    [
        new MaskingOptions(),
        new Conv1dOptions { Filters = 6 },
        new LayerMixOptions { States = 2 },
        new BatchNormalizationOptions(),
        new ActivationOptions { Function = ActivationFunction.Gelu },
        new MaxPooling1dOptions(),
        new LstmOptions { Units = 5, Bidirectional = true, ReturnSequences = true },
        new LayerNormalizationOptions(),
        new AveragePooling1dOptions(),
        new DropoutOptions { Rate = 0.2 },
        new PositionsOptions(),
        new TransformerOptions { Layers = 1, Units = 6, Heads = 2 },
        new SelfAttentionOptions { Heads = 5, Dropout = 0.1 },
        new AttentionPoolingOptions { Units = 4, Summary = PoolingSummary.MeanStd },
        new DenseOptions { Units = 6, Activation = ActivationFunction.Elu },
        new ReshapeOptions { Shape = [3, 2] },
        new GruOptions { Units = 4, ReturnSequences = true, RecurrentDropout = 0.1 },
        new GlobalAveragePoolingOptions(),
    ];

    /// <summary>Every kind of classifier and of regressor.</summary>
    public static IReadOnlyList<ClassifierOptions> Classifiers { get; } =
    [
        new RbfSvmOptions(),
        new LinearSvmOptions(),
        new RandomForestOptions { Trees = 5 },
        new GradientBoostingOptions { Rounds = 5, MinLeaf = 5 },
        new LogisticRegressionOptions(),
        new LinearDiscriminantOptions(),
        new NearestNeighboursOptions { K = 3 },
        new RidgeOptions(),
        new KernelRidgeOptions(),
        new RbfSvrOptions(),
        new LinearSvrOptions(),
    ];

    /// <summary>Runs all of them.</summary>
    /// <param name="fixtures">Folder of the tests' recordings and encoders.</param>
    /// <param name="scratch">An empty folder.</param>
    /// <returns>A line for each: its name, and a digest of its bits.</returns>
    public static IEnumerable<string> Run(string fixtures, string scratch) =>
        Sounds(fixtures, scratch).Concat(Features(scratch)).Concat(Trained()).Concat(Encoded(fixtures));

    private static IEnumerable<string> Sounds(string fixtures, string scratch)
    {
        CompressedFormats.Register();
        foreach (var name in Recordings)
        {
            yield return Line(name, AudioDecoder.Decode(File.ReadAllBytes(Path.Combine(fixtures, "codecs", name)), name).Samples);
        }

        var words = new SyntheticCorpusOptions { Speakers = 1, Words = 1, Takes = 1, SampleRateHz = 8000 };
        foreach (var file in QuickstartSynthesizer.Write(words, scratch, 1).Files)
        {
            yield return $"{file.Path} {file.Sha256}";
        }
    }

    private static IEnumerable<string> Features(string words)
    {
        var path = Directory.EnumerateFiles(words, "*.wav", SearchOption.AllDirectories).Min(StringComparer.Ordinal)!;
        var word = AudioDecoder.Decode(File.ReadAllBytes(path), path);
        var copy = new WaveformAugmenter(new WaveformAugmentationOptions())
            .Apply(word.ToMono(), word.SampleRateHz, 1, WaveformAugmenter.StreamOf(Seed, "word", 1));
        yield return Line("copy", copy);
        FeatureKind[] kinds = [.. OwnKinds<FeatureKind>().Where(static kind => kind.ReadsSound)];
        FeatureOptions[] measured =
        [
            new()
            {
                Kind = kinds[0], With = kinds[1..], SampleRateHz = 16_000, FftLength = 512, HopLength = 256,
                Summary = FeatureSummary.Functionals,
            },
            .. OwnKinds<FeatureSet>().Select(static set => new FeatureOptions { Set = set }),
        ];
        foreach (var options in measured)
        {
            yield return Line(
                string.Join(' ', options.Kinds.Select(static kind => kind.Name)),
                new FeatureExtractor(options).Extract(copy.AsSpan(0, 3200), word.SampleRateHz).Values);
        }
    }

    // Those of other assemblies need a network's file, or promise no bits.
    private static IEnumerable<T> OwnKinds<T>() =>
        OptionKinds.Of(typeof(T))
            .Where(static kind => kind.Type.Assembly == typeof(T).Assembly)
            .Select(static kind => (T)Activator.CreateInstance(kind.Type)!);

    private static IEnumerable<string> Trained()
    {
        const int Clips = 13, Frames = 33, Columns = 12;
        var random = new SeededRandom(Seed, "clips");
        float[] values = [.. Enumerable.Range(0, Clips * Frames * Columns).Select(_ => (float)random.NextGaussian())];
        int[] labels = [.. Enumerable.Range(0, Clips).Select(static clip => clip % Classes)];
        long[] offsets = [.. Enumerable.Range(0, Clips + 1).Select(static clip => (long)clip * Frames)];
        var clips = new SequenceSet(values, offsets, Columns, labels);
        var network = Network.Create(Layers, Columns, Classes, Seed);
        var training = new TrainingOptions
        {
            Optimizer = new AdamWOptions(), LearningRate = 0.01, BatchSize = 16, Epochs = 2, ClipNorm = 1,
            Schedule = new ScheduleOptions { Kind = new CosineSchedule() },
        };
        Trainer.Train(network, clips, clips, training, Seed, WorkerPool.Serial);
        foreach (var tensor in network.Tensors)
        {
            yield return Line(tensor.Name, tensor.Values);
        }

        var predicted = network.Predict(clips, WorkerPool.Serial);
        yield return Line("network", MemoryMarshal.CreateSpan(ref predicted[0, 0], predicted.Length));
        yield return $"figures {Figures(labels, predicted)}";

        var rows = new DesignMatrix([.. values.Take(40 * 100).Select(static value => (double)value)], 100);
        int[] classes = [.. Enumerable.Range(0, rows.RowCount).Select(static row => row % Classes)];
        var settings = new FitSettings(IsScaled: true, Seed, Threads: 1);
        foreach (var options in Classifiers)
        {
            var name = OptionKinds.NameOf(options.GetType());
            if (options.PredictsClasses)
            {
                var fitted = FittedClassifier.Fit(options, new TrainingRows(rows, classes, Classes), settings);
                yield return Line(name, [.. fitted.Probabilities(rows, threads: 1).SelectMany(static row => row)]);
            }

            if (options.PredictsTargets)
            {
                var targets = new TargetRows(rows, [.. Enumerable.Range(0, rows.RowCount).Select(row => rows.Row(row)[0])]);
                yield return Line($"{name} of numbers", options.TrainRegressor(targets, Seed, threads: 1).Predict(rows, threads: 1));
            }
        }
    }

    private static string Figures(int[] labels, float[,] predicted)
    {
        string[] names = ["angry", "happy", "sad"];
        var predictions = labels.Select((label, clip) =>
        {
            float[] probabilities = [.. Enumerable.Range(0, Classes).Select(k => predicted[clip, k])];
            var best = names[Array.IndexOf(probabilities, probabilities.Max())];
            return new Prediction($"{clip}.wav", "", "", "", names[label], best, probabilities);
        });
        var scalars = Evaluator.Evaluate(names, [.. predictions], Seed).Scalars();
        return string.Join(' ', scalars.Select(static scalar => FormattableString.Invariant($"{scalar.Name} {scalar.Value:R}")));
    }

    private static IEnumerable<string> Encoded(string fixtures)
    {
        var sound = AudioDecoder.Decode(File.ReadAllBytes(Path.Combine(fixtures, "codecs", Recordings[^2])), Recordings[^2]);
        foreach (var name in Encoders)
        {
            var states = SpeechEncoder.Load(Path.Combine(fixtures, "encoders", name)).Encode(sound.ToMono(), WorkerPool.Serial);
            foreach (var (number, state) in states.Index())
            {
                yield return Line($"{name} {number}", state);
            }
        }
    }

    private static string Line<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged => $"{name} {values.Length} {Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)))}";

    private static string Line(string name, ReadOnlySpan<float> values) => Line<float>(name, values);

    private static string Line(string name, double[] values) => Line<double>(name, values);
}
