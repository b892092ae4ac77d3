using System.ComponentModel;
using System.Diagnostics;
using Bakeoff.Benchmarks.Comparison;
using Bakeoff.Testing;

namespace Bakeoff.Numerics.Tests.Benchmarks;

/// <summary>Decisions on peers whose facts were recorded from running processes (tests/fixtures/peers).</summary>
public sealed class PeerArithmeticTests
{
    [Theory]
    [InlineData("debian-pytorch-openblas", "PyTorch 1.13.0, AVX2, 2 threads; OpenBLAS 0.3.21, AVX2 (Haswell), OpenMP, 2 threads")]
    [InlineData("debian-numpy-openblas", "numpy 1.24.2, AVX-512, 2 threads; OpenBLAS 0.3.21, AVX2 (Haswell), OpenMP, 2 threads")]
    public void Decide_OpenBlas_NamesVersionKernelsAndThreads(string recording, string expected)
    {
        var arithmetic = PeerArithmetic.Decide(Read(recording));

        arithmetic.Description.ShouldBe(expected);
        arithmetic.Refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData("debian-pytorch-reference", "PyTorch 1.13.0")]
    [InlineData("debian-numpy-reference", "numpy 1.24.2")]
    public void Decide_ReferenceBlas_IsRefusedByName(string recording, string library) =>
        PeerArithmetic
            .Decide(Read(recording))
            .Refusal.ShouldBe(
                $"{library} takes its matrix products from the reference BLAS (/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0), "
                    + $"which is tens "
                    + "of times slower than an optimised one. Install OpenBLAS (Debian: libopenblas0-openmp) and run again");

    [Theory]
    [InlineData("/usr/lib/libblas/libblas.so.3.0", true)]
    [InlineData("/usr/lib64/libblas.so.3.12.0", true)]
    [InlineData("/opt/conda/lib/libcblas.so.3.9.0", true)]
    [InlineData("/opt/conda/lib/libmkl_rt.so.2", false)]
    [InlineData("/usr/lib/x86_64-linux-gnu/blis-openmp/libblas.so.3", false)]
    [InlineData("/usr/lib/x86_64-linux-gnu/atlas/libblas.so.3.10.3", false)]
    [InlineData("/System/Library/Frameworks/Accelerate.framework/Versions/A/Accelerate", false)]
    public void Decide_OtherLibraries_AreToldByTheFileTheyComeFrom(string file, bool isRefused) =>
        (PeerArithmetic.Decide(Read("debian-numpy-reference") with { Blas = file }).Refusal is not null).ShouldBe(isRefused);

    [Fact]
    public void Decide_MklBuiltIn_NamesItsVersion()
    {
        // A PyTorch of pytorch.org has MKL inside; a reference BLAS that something else loaded is none of its business.
        var facts = Read("debian-pytorch-reference") with
        {
            Blas = "/venv/torch/lib/libtorch_cpu.so",
            IsBlasInside = true,
            BlasInfo = "mkl",
            Mkl = "2024.2-Product",
            Capability = "AVX512",
        };

        PeerArithmetic.Decide(facts).ShouldBe(new PeerArithmetic("PyTorch 1.13.0, AVX-512, 2 threads; MKL 2024.2-Product", null));
    }

    [Fact]
    public void Decide_NoBlasFound_IsRefused() =>
        PeerArithmetic
            .Decide(Read("debian-pytorch-reference") with { Blas = string.Empty })
            .Refusal.ShouldNotBeNull()
            .ShouldStartWith("PyTorch 1.13.0 was built for a BLAS (generic) that was not found in its process.");

    [Theory]
    [InlineData("torch")]
    [InlineData("numpy")]
    public void Facts_InstalledPeer_AreUnderstood(string module)
    {
        var script = Path.Combine(Fixture.RepositoryRoot, "tests", "Bakeoff.Benchmarks", "Peers", "rounds.py");
        Assert.SkipUnless(Run("-c", $"import {module}") is { ExitCode: 0 }, $"the peer {module} is not installed for python3");

        var (exitCode, output) = Run(script, module)!.Value;

        exitCode.ShouldBe(0, output);
        PeerArithmetic.Decide(PeerFacts.Parse(output)).Description.ShouldStartWith(module + " ");
    }

    private static PeerFacts Read(string recording) => PeerFacts.Parse(File.ReadAllText(Fixture.Path($"peers/{recording}.json")));

    private static (int ExitCode, string Output)? Run(params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("python3", arguments)
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
