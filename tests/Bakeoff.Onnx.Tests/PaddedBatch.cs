using Bakeoff.Neural.Data;
using Bakeoff.Onnx.Tests.Runtime;

namespace Bakeoff.Onnx.Tests;

/// <summary>Clips of different lengths as one padded batch. Padding is NaN: a graph that reads it gives NaN.</summary>
internal static class PaddedBatch
{
    public static OnnxCase With(this OnnxCase target, SequenceSet clips)
    {
        var longest = Enumerable.Range(0, clips.ClipCount).Max(clips.FrameCount);
        var values = new float[clips.ClipCount * longest * clips.FeatureCount];
        Array.Fill(values, float.NaN);
        for (var clip = 0; clip < clips.ClipCount; clip++)
        {
            clips.Frames(clip).CopyTo(values.AsSpan(clip * longest * clips.FeatureCount));
        }

        return target
            .With("features", values, clips.ClipCount, longest, clips.FeatureCount)
            .With("lengths", [.. Enumerable.Range(0, clips.ClipCount).Select(clip => (long)clips.FrameCount(clip))], clips.ClipCount);
    }

    public static OnnxCase With(this OnnxCase target, IReadOnlyList<float[]> waveforms)
    {
        var longest = waveforms.Max(w => w.Length);
        var values = new float[waveforms.Count * longest];
        Array.Fill(values, float.NaN);
        for (var clip = 0; clip < waveforms.Count; clip++)
        {
            waveforms[clip].CopyTo(values, clip * longest);
        }

        return target
            .With("waveform", values, waveforms.Count, longest)
            .With("samples", [.. waveforms.Select(w => (long)w.Length)], waveforms.Count);
    }
}
