using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Tests.Fingerprints;

public sealed class FingerprintContentTests
{
    private static FingerprintContent Content(params (string Key, string Value)[] parameters) => new()
    {
        Stage = "train",
        Parameters = parameters.ToDictionary(p => p.Key, p => p.Value),
        Inputs = new Dictionary<string, string> { ["split"] = "aa", ["featurize"] = "bb" },
        Code = new Dictionary<string, string> { ["Bakeoff.Neural"] = "cc" },
    };

    /// <summary>A changed form would silently make every store worthless, so the digest of a fixed content is pinned.</summary>
    [Fact]
    public void ComputeDigest_FixedContent_EqualsPinnedDigest() =>
        Content(("training.batch_size", "64"), ("seed", "2010")).ComputeDigest().ShouldBe("9ae3ced61a8c556cc5cbf4341f6825af38c7803cd55e371cb13d37eeb1789295");

    [Fact]
    public void ComputeDigest_OtherKeyOrder_IsEqual() =>
        Content(("a", "1"), ("b", "2")).ComputeDigest().ShouldBe(Content(("b", "2"), ("a", "1")).ComputeDigest());

    [Fact]
    public void ComputeDigest_ValueWithLineBreak_DiffersFromTwoKeys() =>
        Content(("a", "1\nparameter b 1 2")).ComputeDigest().ShouldNotBe(Content(("a", "1"), ("b", "2")).ComputeDigest());

    [Fact]
    public void Explain_EverythingChanged_SaysEachInWords()
    {
        var before = Content(("training.batch_size", "64"), ("training.old", "1"));
        var now = before with
        {
            Parameters = new Dictionary<string, string> { ["training.batch_size"] = "32", ["training.new"] = "x" },
            Inputs = new Dictionary<string, string> { ["split"] = "zz", ["other"] = "1" },
            Code = new Dictionary<string, string> { ["Bakeoff.Neural"] = "dd" },
        };
        FingerprintDifference.Explain(before, now).ShouldBe(
        [
            "training.batch_size: 64 -> 32", "training.new: (not set) -> x", "training.old: 1 -> (not set)",
            "code of Bakeoff.Neural changed", "input featurize is gone", "input other is new", "input split changed",
        ]);
    }

    [Fact]
    public void ExplainItems_ManyChanges_NamesThreeAndCountsTheRest()
    {
        var before = Enumerable.Range(0, 5).ToDictionary(i => $"clip{i}.wav", _ => "a");
        var now = Enumerable.Range(1, 5).ToDictionary(i => $"clip{i}.wav", _ => "b");
        FingerprintDifference.ExplainItems(before, now).ShouldBe(["input clip0.wav removed", "input clip1.wav changed", "input clip2.wav changed", "3 more inputs changed"]);
    }
}
