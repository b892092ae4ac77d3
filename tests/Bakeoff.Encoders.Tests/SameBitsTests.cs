using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bakeoff.Numerics;

namespace Bakeoff.Encoders.Tests;

/// <summary>All states of all tiny encoders have one digest on every machine, with every instruction set and thread count.</summary>
public sealed class SameBitsTests
{
    private const string PinnedDigest = "d8dd3e7c4d2d1dcb1da50ac1359036e78b7350ad4bb0ee4bfd79f4501fbd7011";

    private const string ResultVariable = "BAKEOFF_ENCODERS_DIGEST_FILE";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Encode_AnyThreadCount_GivesThePinnedBits(int threads)
    {
        using var pool = new WorkerPool(threads);

        DigestOf(pool).ShouldBe(PinnedDigest);
    }

    [Fact]
    public void Encode_WithoutVectorInstructions_GivesThePinnedBits()
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The switch exists on x64 only.");
        var file = Path.GetTempFileName();
        try
        {
            RunChild(file).ShouldBe(0);
            File.ReadAllText(file).ShouldBe(PinnedDigest);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The part that runs in the child process; never part of a normal run.</summary>
    [Fact(Explicit = true)]
    public void Child_WritesItsDigest()
    {
        var file = Environment.GetEnvironmentVariable(ResultVariable);
        Assert.SkipWhen(file is null, $"Started by {nameof(Encode_WithoutVectorInstructions_GivesThePinnedBits)} only.");
        File.WriteAllText(file!, DigestOf(WorkerPool.Serial));
    }

    private static string DigestOf(WorkerPool pool)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var folder in Directory.EnumerateDirectories(EncoderFixture.Folder("")).Order(StringComparer.Ordinal))
        {
            // Windows of 8 frames, so that their seams count as well.
            var options = new EncoderLoadOptions { WindowSeconds = 0.16, OverlapSeconds = 0.04 };
            foreach (var state in SpeechEncoder.Load(folder, options).Encode(EncoderFixture.Clip(), pool))
            {
                digest.AppendData(MemoryMarshal.AsBytes(state.AsSpan()));
            }
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static int RunChild(string file)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "exec",
                typeof(SameBitsTests).Assembly.Location,
                "-explicit",
                "only",
                "-method",
                $"{typeof(SameBitsTests).FullName}.{nameof(Child_WritesItsDigest)}",
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment[ResultVariable] = file;
        start.Environment["DOTNET_EnableHWIntrinsic"] = "0";
        using var child = Process.Start(start)!;
        child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode;
    }
}
