using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Tests.Fingerprints;

public sealed class FingerprintContentTests
{
    private static FingerprintContent Content(params (string Key, string Value)[] parameters) =>
        new()
        {
            Stage = "train",
            Parameters = parameters.ToDictionary(p => p.Key, p => p.Value),
            Inputs = new Dictionary<string, string> { ["split"] = "aa", ["featurize"] = "bb" },
            Code = new Dictionary<string, string> { ["Bakeoff.Neural"] = "cc" },
        };

    /// <summary>A changed form would silently make every store worthless, so the digest of a fixed content is pinned.</summary>
    [Fact]
    public void ComputeDigest_FixedContent_EqualsPinnedDigest() =>
        Content(("training.batch_size", "64"), ("seed", "2010"))
            .ComputeDigest()
            .ShouldBe("9ae3ced61a8c556cc5cbf4341f6825af38c7803cd55e371cb13d37eeb1789295");

    [Fact]
    public void ComputeDigest_OtherKeyOrder_IsEqual() =>
        Content(("a", "1"), ("b", "2")).ComputeDigest().ShouldBe(Content(("b", "2"), ("a", "1")).ComputeDigest());

    [Fact]
    public void ComputeDigest_ValueWithLineBreak_DiffersFromTwoKeys() =>
        Content(("a", "1\nparameter b 1 2")).ComputeDigest().ShouldNotBe(Content(("a", "1"), ("b", "2")).ComputeDigest());
}
