using Bakeoff.Audio.Features;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;
using Bakeoff.Onnx.Tests.Runtime;

namespace Bakeoff.Onnx.Tests.Networks;

/// <summary>Trains all networks, and runs all of them on the whole test set in one process of ONNX Runtime.</summary>
public sealed class LayerKindsFixture
{
    private readonly IReadOnlyDictionary<string, OnnxOutcome> _outcomes;
    private readonly Dictionary<string, float[,]> _expected = new(StringComparer.Ordinal);

    public LayerKindsFixture()
    {
        Problem = OnnxRuntimeNode.FindProblem();
        _outcomes = new Dictionary<string, OnnxOutcome>(StringComparer.Ordinal);
        if (Problem is null)
        {
            var clips = QuickstartClips.Make();
            List<OnnxCase> cases =
            [
                .. Cases(LayerKindCases.All, clips, TrainedModels.Features),
                .. Cases(LayerKindCases.OfMeans, clips, TrainedModels.Features with { Summary = FeatureSummary.Mean }),
            ];
            var (network, awkward) = AwkwardBatch.Make(QuickstartClips.Features(TrainedModels.Features, clips.Training, clips.TrainingLabels));
            AwkwardExpected = network;
            cases.Add(awkward);
            _outcomes = OnnxRuntimeNode.Run(cases);
        }
    }

    /// <summary>Why nothing could be run; null when all was.</summary>
    public string? Problem { get; }

    /// <summary>Our probabilities of the awkward batch's clips; null for those that the network cannot take.</summary>
    internal IReadOnlyList<float[]?> AwkwardExpected { get; } = [];

    /// <summary>ONNX Runtime's probabilities of the awkward batch.</summary>
    public float[] Awkward => _outcomes[AwkwardBatch.Name] is { Error: null } outcome ? outcome.Outputs["probabilities"] : throw new InvalidOperationException(_outcomes[AwkwardBatch.Name].Error);

    /// <summary>Largest distance of ONNX Runtime's probabilities from ours.</summary>
    public double Distance(string name)
    {
        var outcome = _outcomes[name];
        outcome.Error.ShouldBeNull(name);
        var (actual, expected) = (outcome.Outputs["probabilities"], _expected[name]);
        actual.Length.ShouldBe(expected.Length);
        var place = 0;
        return expected.Cast<float>().Max(p => float.IsNaN(actual[place]) ? double.PositiveInfinity : Math.Abs((double)actual[place++] - p));
    }

    /// <summary>How far our probabilities lie apart over the clips: a test on probabilities that are all alike would show nothing.</summary>
    public double Spread(string name) => _expected[name].Cast<float>().Max() - _expected[name].Cast<float>().Min();

    private List<OnnxCase> Cases(IReadOnlyDictionary<string, LayerOptions[]> networks, QuickstartClips clips, FeatureOptions features)
    {
        var training = QuickstartClips.Features(features, clips.Training, clips.TrainingLabels);
        var test = WithMaskedFrames(QuickstartClips.Features(features, clips.Test));
        var cases = new List<OnnxCase>();
        foreach (var (name, layers) in networks)
        {
            SavedModel model = TrainedModels.Train(layers, training, standardize: name != "lstm");
            _expected[name] = model.Network.Predict(test, WorkerPool.Serial);
            cases.Add(new OnnxCase(name, OnnxExport.WriteNetwork(model)).With(test));
        }

        return cases;
    }

    /// <summary>The same clips, some frames of some clips all zero: at the start, in the middle and at the end.</summary>
    private static SequenceSet WithMaskedFrames(SequenceSet clips)
    {
        var values = new List<float>();
        var offsets = new long[clips.ClipCount + 1];
        for (var clip = 0; clip < clips.ClipCount; clip++)
        {
            var frames = clips.Frames(clip).ToArray();
            for (var frame = 0; frame < clips.FrameCount(clip) && clips.FrameCount(clip) > 1; frame++)
            {
                if (clip % 5 == 1 && (frame < 2 || frame % 7 == 3 || frame == clips.FrameCount(clip) - 1))
                {
                    frames.AsSpan(frame * clips.FeatureCount, clips.FeatureCount).Clear();
                }
            }

            values.AddRange(frames);
            offsets[clip + 1] = offsets[clip] + clips.FrameCount(clip);
        }

        return new SequenceSet([.. values], offsets, clips.FeatureCount);
    }
}
