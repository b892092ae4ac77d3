using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Train;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Train;

/// <summary>Members that an ensemble refuses by their clips and folds alone.</summary>
public sealed class EnsembleDataTests
{
    // Two speakers, two texts, two labels: the second speaker is tested.
    private static readonly List<Clip> Clips = ClipSet.Crossed(2, 2, 2);
    private static readonly SplitFold Fold =
        new("s01", [.. Clips.Select(static clip => clip.Speaker == "s01" ? Partition.Test : Partition.Train)]);


    [Fact]
    public void Require_TheSame_IsTaken() => EnsembleData.Require("a", (Clips, [Fold]), (Clips, [Fold]));

    [Fact]
    public void Require_AMemberThatTestsMore_IsTaken() =>
        EnsembleData.Require(
            "a", (Clips, [Fold with { Partitions = [.. Fold.Partitions.Skip(1).Prepend(Partition.Test)] }]), (Clips, [Fold]));

    [Theory]
    [InlineData(Partition.Train)]
    [InlineData(Partition.Validation)]
    public void Require_AMemberThatLearntFromATestClip_NamesBoth(Partition side) => Refusal(
        Clips, Fold with { Partitions = [.. Fold.Partitions.Take(5), side, .. Fold.Partitions.Skip(6)] }).ShouldBe(
        "member a: was trained on s01_t00_l1_0.wav, which the ensemble tests in fold s01, expected members that have not heard a test clip. "
        + "Give both the same split (and seed, where it is random).");

    [Fact]
    public void Require_OtherLabels_IsRefused() => Refusal(
        Clips.ConvertAll(static clip => clip with { Label = "x" + clip.Label }), Fold).ShouldBe(
        "member a: has the labels xl0, xl1, expected those of the ensemble, l0, l1. Leave it out, or give both the same dataset and "
        + "split.");

    [Fact]
    public void Require_AClipLess_NamesIt() => Refusal(Clips[1..], Fold with { Partitions = [.. Fold.Partitions.Skip(1)] }).ShouldBe(
        "member a: does not have clip s00_t00_l0_0.wav with label l0, expected the same clips as the ensemble. Leave it out, or give both the "
        + "same dataset and split.");

    [Fact]
    public void Require_AClipMore_CountsThem() =>
        Refusal([.. Clips, ClipSet.Make("s02", "t00", "l0", 0)], Fold with { Partitions = [.. Fold.Partitions, Partition.Train] })
            .ShouldStartWith("member a: has 9 clips, expected the 8 clips of the ensemble.");

    [Fact]
    public void Require_OtherFolds_NamesThem() => Refusal(Clips, Fold with { Name = "1" }).ShouldStartWith(
        "member a: has no fold s01, but 1, expected the folds of the ensemble.");

    private static string Refusal(IReadOnlyList<Clip> clips, SplitFold fold) =>
        Should.Throw<StageFailedException>(() => EnsembleData.Require("a", (clips, [fold]), (Clips, [Fold]))).Message;
}
