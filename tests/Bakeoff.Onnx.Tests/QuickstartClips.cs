using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Features;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Synthesis;
using Bakeoff.Neural.Data;

namespace Bakeoff.Onnx.Tests;

/// <summary>
/// The quick start's synthetic corpus: its 280 test clips (SYN3 and SYN4), and some of the other voices' clips to train on.
/// </summary>
internal sealed class QuickstartClips
{
    public const int SampleRateHz = 16000;

    private static readonly Lazy<QuickstartClips> Made = new(Make);

    private QuickstartClips(IReadOnlyList<float[]> training, IReadOnlyList<int> trainingLabels, IReadOnlyList<float[]> test)
    {
        Training = training;
        TrainingLabels = trainingLabels;
        Test = test;
    }

    /// <summary>The clips, made once for all tests.</summary>
    public static QuickstartClips Shared => Made.Value;

    /// <summary>Samples of the clips to train on.</summary>
    public IReadOnlyList<float[]> Training { get; }

    public IReadOnlyList<int> TrainingLabels { get; }

    /// <summary>Samples of the test clips.</summary>
    public IReadOnlyList<float[]> Test { get; }

    private static QuickstartClips Make()
    {
        var folder = Directory.CreateTempSubdirectory("bakeoff-clips-").FullName;
        try
        {
            QuickstartSynthesizer.Write(new SyntheticCorpusOptions { Speakers = 4, Variability = 0.5 }, folder, threads: 2);
            var files = Directory.GetFiles(folder, "*.wav").Order(StringComparer.Ordinal).ToList();
            var labels = files.Select(Emotion).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            var training = files
                .Where(f => Path.GetFileName(f) is ['S', 'Y', 'N', '1' or '2', ..] && f.EndsWith("_1.wav", StringComparison.Ordinal))
                .ToList();
            return new QuickstartClips(
                [.. training.Select(Read)],
                [.. training.Select(f => labels.IndexOf(Emotion(f)))],
                [.. files.Where(f => Path.GetFileName(f) is ['S', 'Y', 'N', '3' or '4', ..]).Select(Read)]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static SequenceSet Features(FeatureOptions options, IReadOnlyList<float[]> clips, IReadOnlyList<int>? labels = null)
    {
        var extractor = new FeatureExtractor(options);
        var values = new List<float>();
        var offsets = new long[clips.Count + 1];
        for (var clip = 0; clip < clips.Count; clip++)
        {
            var features = extractor.Extract(clips[clip], SampleRateHz);
            values.AddRange(features.Values);
            offsets[clip + 1] = offsets[clip] + features.FrameCount;
        }

        return new SequenceSet([.. values], offsets, extractor.FeatureCount, labels is null ? null : [.. labels]);
    }

    private static string Emotion(string file) => Path.GetFileName(file).Split('_')[2];

    private static float[] Read(string file) => AudioDecoder.Decode(File.ReadAllBytes(file), file).ToMono();
}
