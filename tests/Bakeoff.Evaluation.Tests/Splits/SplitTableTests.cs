using Bakeoff.Evaluation.Splits;
using Bakeoff.Pipeline.Tables;
using Bakeoff.Testing;

namespace Bakeoff.Evaluation.Tests.Splits;

public sealed class SplitTableTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Write_ThenRead_GivesTheSameFolds()
    {
        var clips = ClipSet.Crossed(3, 2, 2);
        var folds = Splitter.Split(
            clips, new SplitOptions { By = SplitRule.LeaveOneSpeakerOut, Acknowledge = [Leak.SharedTexts] }, 1).Folds;
        var path = _scratch.Full("split.csv");

        SplitTable.Write(path, clips, folds);
        var read = SplitTable.Read(path, [.. clips.AsEnumerable().Reverse()]);

        File.ReadAllLines(path)[..2].ShouldBe(["path,fold,partition", "s00_t00_l0_0.wav,s00,test"]);
        read.Select(static fold => fold.Name).ShouldBe(["s00", "s01", "s02"]);
        read[1].Partitions.Reverse().ShouldBe(folds[1].Partitions);
    }

    [Fact]
    public void Read_TableOfOtherClips_SaysSo()
    {
        var clips = ClipSet.Crossed(2, 1, 1);

        Read("path,fold,partition\nstranger.wav,1,train\n").ShouldContain(
            "row 'stranger.wav,1,train' is about a clip that index.csv does not list. Run Split again with --force.");
        Read("path,fold,partition\ns00_t00_l0_0.wav,1,train\n").ShouldContain("fold 1 lists 1 clips, expected all 2 of index.csv.");
        Read("path,fold,partition\ns00_t00_l0_0.wav,1,trian\n").ShouldContain("its partition is unknown");

        string Read(string content) =>
            Should.Throw<TableException>(
                () => SplitTable.Read(_scratch.Bytes("split.csv", System.Text.Encoding.UTF8.GetBytes(content)), clips)).Message;
    }
}
