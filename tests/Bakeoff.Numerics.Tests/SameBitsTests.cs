using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Bakeoff.Numerics.Tests;

/// <summary>The promise of the whole room: one hash on every CPU, with every instruction set and thread count.</summary>
public sealed class SameBitsTests
{
    /// <summary>
    /// Another machine proves itself by arriving at this value. It changes only with a deliberate change of a result, which is then noted
    /// in the changelog.
    /// </summary>
    private const string PinnedHash = "d6c6ecb6c3bf00c3e1ee561c06bc55bd495f538311013e7a7946c9a6c3a1622f";

    private const string ResultVariable = "BAKEOFF_NUMERICS_FINGERPRINT_FILE";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Fingerprint_AnyThreadCount_EqualsPinnedHash(int threads)
    {
        using var pool = new WorkerPool(threads);

        Fingerprint.Compute(pool).ShouldBe(PinnedHash);
    }

    /// <param name="switches">Settings of the .NET runtime that hide instruction sets.</param>
    /// <param name="widestBits">The widest vectors that may remain.</param>
    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 0)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public void Fingerprint_InstructionsHidden_EqualsPinnedHash(string switches, int widestBits)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "These switches exist on x64 only.");
        Assert.SkipWhen(widestBits == 256 && !Avx512F.IsSupported, "Without AVX-512 its switch changes nothing.");
        var file = Path.GetTempFileName();
        try
        {
            var (output, exitCode) = RunChild(switches.Split(' '), file);
            exitCode.ShouldBe(0, output);
            var result = File.ReadAllText(file).Split(' ');

            int.Parse(result[0], CultureInfo.InvariantCulture)
                .ShouldBeLessThanOrEqualTo(widestBits, "the switch did not hide the instructions");
            result[1].ShouldBe(PinnedHash);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The part that runs in the child process; never part of a normal run.</summary>
    [Fact(Explicit = true)]
    public void Child_WritesItsFingerprint()
    {
        var file = Environment.GetEnvironmentVariable(ResultVariable);
        Assert.SkipWhen(file is null, $"Started by {nameof(Fingerprint_InstructionsHidden_EqualsPinnedHash)} only.");
        using var pool = new WorkerPool(2);
        File.WriteAllText(file!, string.Create(CultureInfo.InvariantCulture, $"{VectorWidth.Current} {Fingerprint.Compute(pool)}"));
    }

    private static (string Output, int ExitCode) RunChild(string[] switches, string file)
    {
        var assembly = typeof(SameBitsTests).Assembly.Location;
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "exec",
                assembly,
                "-explicit",
                "only",
                "-method",
                $"{typeof(SameBitsTests).FullName}.{nameof(Child_WritesItsFingerprint)}",
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ResultVariable] = file;
        foreach (var name in switches)
        {
            start.Environment[name] = "0";
        }

        using var child = Process.Start(start)!;
        var error = child.StandardError.ReadToEndAsync();
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return (output + error.Result, child.ExitCode);
    }
}
