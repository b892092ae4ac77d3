namespace Bakeoff.Numerics.Tests;

public sealed class SeededRandomTests
{
    /// <summary>Known answers of Random123 (kat_vectors, philox4x32 10 rounds).</summary>
    [Fact]
    public void PhiloxBlock_KnownAnswers_MatchRandom123()
    {
        Philox.Block(0, 0, 0).ShouldBe((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u));
        Philox.Block(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue).ShouldBe((0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu));
        Philox.Block(0x85a308d3243f6a88, 0x0370734413198a2e, 0x299f31d0a4093822).ShouldBe(
            (0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u));
    }

    [Fact]
    public void NextUInt32_SavedPosition_ContinuesTheStream()
    {
        var first = new SeededRandom(7, "shuffle");
        var words = Enumerable.Range(0, 50).Select(_ => first.NextUInt32()).ToArray();
        var second = new SeededRandom(7, "shuffle") { Position = 13 };

        Enumerable.Range(13, 37).Select(_ => second.NextUInt32()).ShouldBe(words[13..]);
        first.Position.ShouldBe(50UL);
    }

    [Fact]
    public void Stream_OtherNameOrSeedOrDepth_GivesOtherNumbers()
    {
        var streams = new[]
        {
            new SeededRandom(1, "init"), new SeededRandom(2, "init"), new SeededRandom(1, "split"),
            new SeededRandom(1, "init").Stream("init"), new SeededRandom(1, "init").Stream("lstm"),
        };

        streams.Select(stream => stream.NextUInt64()).Distinct().Count().ShouldBe(streams.Length);
    }

    [Fact]
    public void Stream_ParentHasDrawn_GivesTheSameChild()
    {
        var parent = new SeededRandom(3, "init");
        var before = parent.Stream("dense").NextUInt64();
        parent.NextUInt64();

        parent.Stream("dense").NextUInt64().ShouldBe(before);
    }

    [Fact]
    public void FillSingles_AnyStartAndLength_EqualsSingleAtAndNextSingle()
    {
        var random = new SeededRandom(11, "dropout");
        var expected = Enumerable.Range(0, 400).Select(i => random.SingleAt((ulong)i)).ToArray();
        var sequential = new SeededRandom(11, "dropout");
        Enumerable.Range(0, 400).Select(_ => sequential.NextSingle()).ShouldBe(expected);
        for (var start = 0; start < 70; start++)
        {
            for (var length = 0; length < 150; length += 1 + start % 7)
            {
                var values = new float[length];
                random.FillSingles((ulong)start, values);
                values.ShouldBe(expected[start..(start + length)]);
            }
        }
    }

    [Fact]
    public void FillSingles_IndexAcross32Bits_EqualsSingleAt()
    {
        var random = new SeededRandom(5, "dropout");
        var start = (1UL << 34) - 150;
        var values = new float[300];
        random.FillSingles(start, values);

        values.ShouldBe(Enumerable.Range(0, 300).Select(i => random.SingleAt(start + (ulong)i)));
    }

    [Fact]
    public void NextInt32_Range_IsUniformAndInside()
    {
        var random = new SeededRandom(19, "split");
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextInt32(7)]++;
        }

        // 10,000 expected; six standard deviations are 556.
        counts.ShouldAllBe(count => Math.Abs(count - 10_000) < 556);
    }

    [Fact]
    public void NextInt32_ZeroRange_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SeededRandom(1, "x").NextInt32(0)).ParamName.ShouldBe("exclusiveMax");

    [Fact]
    public void NextGaussian_ManyValues_HasUnitMoments()
    {
        var random = new SeededRandom(23, "init");
        var values = Enumerable.Range(0, 100_000).Select(_ => random.NextGaussian()).ToArray();

        // Five standard errors each: 5 / sqrt(n) for the mean, 5 sqrt(2 / n) for the variance, 5 sqrt(96 / n) for the fourth moment.
        values.Average().ShouldBe(0.0, 0.016);
        values.Average(v => v * v).ShouldBe(1.0, 0.0224);
        values.Average(v => v * v * v * v).ShouldBe(3.0, 0.155);
    }

    [Fact]
    public void NextDouble_ManyValues_AreInTheHalfOpenUnitInterval()
    {
        var random = new SeededRandom(29, "noise");
        var values = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToArray();

        values.ShouldAllBe(v => v >= 0.0 && v < 1.0);
        values.Average().ShouldBe(0.5, 0.0046);
    }

    [Fact]
    public void Shuffle_SameSeed_GivesPinnedPermutation()
    {
        var items = Enumerable.Range(0, 10).ToArray();
        new SeededRandom(2010, "shuffle").Shuffle<int>(items);

        items.Order().ShouldBe(Enumerable.Range(0, 10));
        string.Join(' ', items).ShouldBe("3 8 7 2 6 1 4 9 0 5");
    }
}
