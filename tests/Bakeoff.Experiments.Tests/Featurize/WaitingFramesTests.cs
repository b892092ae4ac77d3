using Bakeoff.Experiments.Featurize;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Featurize;

public sealed class WaitingFramesTests : IDisposable
{
    private const int Clips = 20_000;
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void CopyTo_ClipsAddedInAnotherOrder_GivesEachItsFramesAndFreesThePartsThatWereRead()
    {
        using var waiting = new WaitingFrames(_scratch.Root, Clips);
        for (var clip = Clips - 1; clip >= 0; clip--)
        {
            using var frames = new ClipFrames(_scratch.Root);
            frames.Add([clip, -clip]);
            waiting.Add(clip, frames);
        }

        Directory.GetFiles(_scratch.Root).Length.ShouldBe(2);
        for (var clip = 0; clip < Clips; clip++)
        {
            var read = new List<float>();
            waiting.CopyTo(clip, frames => read.AddRange(frames));
            read.ShouldBe([clip, -clip]);
        }

        Directory.GetFiles(_scratch.Root).Length.ShouldBe(1);
    }
}
