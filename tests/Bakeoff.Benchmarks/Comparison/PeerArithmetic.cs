using System.Globalization;

namespace Bakeoff.Benchmarks.Comparison;

/// <summary>Decides from a peer's facts what it is to be called in the table, and whether it may be compared.</summary>
/// <param name="Description">Library, BLAS, vector instructions and threads.</param>
/// <param name="Refusal">Why a comparison would be unfair to the peer; null if it is not.</param>
internal sealed record PeerArithmetic(string Description, string? Refusal)
{
    private const string Mend = "Install OpenBLAS (Debian: libopenblas0-openmp) and run again";

    /// <summary>Vector instructions of the kernels that OpenBLAS names after processors; others are shown by their name alone.</summary>
    private static readonly Dictionary<string, string> Kernels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SkylakeX"] = "AVX-512",
        ["Cooperlake"] = "AVX-512",
        ["SapphireRapids"] = "AVX-512",
        ["Haswell"] = "AVX2",
        ["Zen"] = "AVX2",
        ["Excavator"] = "AVX2",
        ["Sandybridge"] = "AVX",
        ["Bulldozer"] = "AVX",
        ["Prescott"] = "SSE3",
        ["Core2"] = "SSSE3",
        ["Nehalem"] = "SSE4.2",
    };

    /// <summary>Decides.</summary>
    public static PeerArithmetic Decide(PeerFacts facts)
    {
        var vectors = Vectors(facts.Capability);
        var own = string.Join(", ", new[] { facts.Library, vectors, Threads(facts.Threads) }.Where(static part => part.Length > 0));
        var file = facts.Blas[(facts.Blas.LastIndexOf('/') + 1)..];
        if (facts.OpenBlas.Length > 0)
        {
            return new PeerArithmetic($"{own}; {OpenBlas(facts)}", Refusal: null);
        }

        if (facts.Mkl.Length > 0 && (facts.IsBlasInside || facts.Blas.Length == 0 || IsNamed(file, "mkl")))
        {
            return new PeerArithmetic($"{own}; MKL {facts.Mkl}", Refusal: null);
        }

        foreach (
            var (part, name) in new[]
            {
                ("mkl", "MKL"),
                ("blis", "BLIS"),
                ("atlas", "ATLAS"),
                ("armpl", "Arm PL"),
                ("accelerate", "Accelerate"),
            })
        {
            if (IsNamed(facts.Blas, part))
            {
                return new PeerArithmetic($"{own}; {name} ({facts.Blas})", Refusal: null);
            }
        }

        if (IsNamed(file, "blas"))
        {
            return new PeerArithmetic(
                $"{own}; reference BLAS ({facts.Blas})",
                $"{facts.Library} takes its matrix products from the reference BLAS ({facts.Blas}), which is tens of times slower than an "
                    + $"optimised one. {Mend}");
        }

        if (facts.Blas.Length == 0 && facts.BlasInfo is "generic" or "none")
        {
            return new PeerArithmetic(
                $"{own}; no BLAS",
                $"{facts.Library} was built for a BLAS ({facts.BlasInfo}) that was not found in its process. {Mend}");
        }

        var inside = facts.BlasInfo.Length > 0 ? facts.BlasInfo : "unknown";
        return new PeerArithmetic($"{own}; BLAS {inside}{(facts.IsBlasInside ? ", built in" : string.Empty)}", Refusal: null);
    }

    private static bool IsNamed(string path, string part) => path.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static string OpenBlas(PeerFacts facts)
    {
        var words = facts.OpenBlas.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join(' ', words.Take(2));
        var core = facts.OpenBlasCore;
        var kernels = Kernels.TryGetValue(core, out var vectors) ? $"{vectors} ({core})" : core;
        var threading = facts.OpenBlasParallel switch
        {
            1 => "own threads",
            2 => "OpenMP",
            _ => "one thread",
        };
        return $"{name}, {kernels}, {threading}" + (facts.OpenBlasParallel > 0 ? $", {Threads(facts.OpenBlasThreads)}" : string.Empty);
    }

    private static string Threads(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} thread{(count == 1 ? string.Empty : "s")}");

    private static string Vectors(string capability) =>
        capability.ToUpperInvariant() switch
        {
            "AVX512" or "AVX512F" => "AVX-512",
            "DEFAULT" or "NO AVX" => "no AVX",
            var other => other,
        };
}
