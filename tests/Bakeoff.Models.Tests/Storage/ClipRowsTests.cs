using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;

namespace Bakeoff.Models.Tests.Storage;

public sealed class ClipRowsTests
{
    [Fact]
    public void ToDesignMatrix_OneFrameAClip_GivesRows()
    {
        var rows = new SequenceSet([1, 2, 3, 4], [0, 1, 2], 2).ToDesignMatrix();

        rows.Values.ShouldBe([1, 2, 3, 4]);
        rows.ColumnCount.ShouldBe(2);
    }

    [Fact]
    public void ToDesignMatrix_SeveralFrames_NamesTheClip() =>
        Should.Throw<SequenceDataException>(static () => new SequenceSet([1, 2, 3], [0, 1, 3], 1).ToDesignMatrix()).Message
            .ShouldBe("clip 1: has 2 frames, expected 1 for a classifier. Set features.summary to functionals or mean.");
}
