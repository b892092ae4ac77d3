using Bakeoff.Audio.Features;
using Bakeoff.Corpora;
using Bakeoff.Experiments.Explore.Maps;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Explore;

public sealed class MeasuredClipsTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OfFeatures_Frames_AreMeansOfEachClip()
    {
        Write([1, 10, 3, 20], [7, 8]);

        var measured = MeasuredClips.OfFeatures(Clips(2), _folder.Root);

        measured.Rows[0].ShouldBe([2, 15]);
        measured.Rows[1].ShouldBe([7, 8]);
        measured.Name.ShouldBe("each clip's 2 features, means over time");
    }

    [Fact]
    public void OfFeatures_OneRowAClip_AreTheRows()
    {
        Write([1, 10], [7, 8]);

        var measured = MeasuredClips.OfFeatures(Clips(2), _folder.Root);

        measured.Rows.ShouldBe([[1, 10], [7, 8]]);
        measured.Name.ShouldBe("each clip's 2 features");
    }

    private static Clip[] Clips(int count) =>
        [.. Enumerable.Range(0, count).Select(static i => new Clip($"{i}.wav", "sad", "", "", 16000, 1, 16000, 1, $"{i:x64}"))];

    private void Write(params float[][] clips)
    {
        using var writer = new FeatureFileWriter(_folder.Root, 2, FeatureStore.Float32);
        foreach (var clip in clips)
        {
            using var frames = new ClipFrames(_folder.Root);
            frames.Add(clip);
            writer.Append(frames);
        }

        writer.Complete();
    }
}
