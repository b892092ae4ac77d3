namespace Bakeoff.Encoders.Tests;

public sealed class EncoderWindowsTests
{
    [Fact]
    public void Of_LongClip_TakesEachFrameOnceFromTheWindowWhereItIsMoreCentral()
    {
        EncoderWindows.Of(frames: 22, length: 10, overlap: 4).ShouldBe(
        [
            new EncoderWindow(Start: 0, Count: 10, First: 0, End: 8),
            new EncoderWindow(Start: 6, Count: 10, First: 8, End: 14),
            new EncoderWindow(Start: 12, Count: 10, First: 14, End: 22),
        ]);
        EncoderWindows.Of(frames: 10, length: 10, overlap: 4).ShouldBe([new EncoderWindow(0, 10, 0, 10)]);
    }

    [Fact]
    public void Of_AnyLength_CoversTheClipWithWholeWindows()
    {
        for (var frames = 1; frames < 60; frames++)
        {
            var windows = EncoderWindows.Of(frames, length: 9, overlap: 3);
            windows.SelectMany(window => Enumerable.Range(window.First, window.End - window.First)).ShouldBe(Enumerable.Range(0, frames));
            windows.ShouldAllBe(window => window.Start <= window.First && window.End <= window.Start + window.Count);
            windows[^1].ShouldSatisfyAllConditions(window => (window.Start + window.Count).ShouldBe(frames));
        }
    }
}
