using Bakeoff.Evaluation.Normalization;
using Bakeoff.Neural.Data;

namespace Bakeoff.Evaluation.Tests.Normalization;

public sealed class SpeakerNormalizerTests
{
    [Fact]
    public void Apply_TwoSpeakers_EachHasMeanZeroAndDeviationOne()
    {
        // Clips of two and one frames; speaker a says the first and the last clip, whose frames are 1, 3 and 5 in the first column.
        var table = new SequenceSet([1, 7, 3, 7, 100, 1, 300, 2, 5, 7], [0, 2, 4, 5], 2);

        var normalised = SpeakerNormalizer.Apply(table, ["a", "b", "a"]);

        var deviation = (float)Math.Sqrt(8.0 / 3);
        Enumerable.Range(0, 3).SelectMany(clip => normalised.Frames(clip).ToArray())
            .ShouldBe([-2 / deviation, 0, 0, 0, -1, -1, 1, 1, 2 / deviation, 0], tolerance: 1e-6f);
        Enumerable.Range(0, 3).Select(normalised.FrameCount).ShouldBe([2, 2, 1]);
    }

    [Fact]
    public void Apply_SpeakersMissing_Throws() =>
        Should.Throw<ArgumentException>(static () => SpeakerNormalizer.Apply(new SequenceSet([1], [0, 1], 1), [])).Message
            .ShouldStartWith("There are 0 speakers, expected one for each of the 1 clips.");
}
