using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bakeoff.Benchmarks.Comparison;

/// <summary>Facts on the arithmetic of a peer, as <c>Peers/rounds.py</c> finds it in the running process.</summary>
internal sealed record PeerFacts
{
    /// <summary>Library and version, such as <c>PyTorch 1.13.1</c>.</summary>
    [JsonPropertyName("library")]
    public required string Library { get; init; }

    /// <summary>Threads of the library.</summary>
    [JsonPropertyName("threads")]
    public required int Threads { get; init; }

    /// <summary>Vector instructions of the library's own loops, in its words, such as <c>AVX2</c>; empty if it does not tell.</summary>
    [JsonPropertyName("capability")]
    public required string Capability { get; init; }

    /// <summary>File that its matrix products come from, without links; empty if none was found.</summary>
    [JsonPropertyName("blas")]
    public required string Blas { get; init; }

    /// <summary>True if that file is the library itself, which has a BLAS built in.</summary>
    [JsonPropertyName("blas_is_inside")]
    public required bool IsBlasInside { get; init; }

    /// <summary>BLAS that PyTorch says it was built with, such as <c>mkl</c>; empty for others.</summary>
    [JsonPropertyName("blas_info")]
    public required string BlasInfo { get; init; }

    /// <summary>Version of the MKL built into PyTorch; empty for none.</summary>
    [JsonPropertyName("mkl")]
    public required string Mkl { get; init; }

    /// <summary>Configuration that OpenBLAS reports, such as <c>OpenBLAS 0.3.21 DYNAMIC_ARCH Haswell</c>; empty for another BLAS.</summary>
    [JsonPropertyName("openblas")]
    public required string OpenBlas { get; init; }

    /// <summary>Processor that OpenBLAS chose its kernels for.</summary>
    [JsonPropertyName("openblas_core")]
    public required string OpenBlasCore { get; init; }

    /// <summary>Threading of OpenBLAS: 0 none, 1 its own threads, 2 OpenMP.</summary>
    [JsonPropertyName("openblas_parallel")]
    public required int OpenBlasParallel { get; init; }

    /// <summary>Threads of OpenBLAS.</summary>
    [JsonPropertyName("openblas_threads")]
    public required int OpenBlasThreads { get; init; }

    /// <summary>Reads the facts.</summary>
    /// <exception cref="JsonException">The text is not what the script writes.</exception>
    public static PeerFacts Parse(string json) =>
        JsonSerializer.Deserialize<PeerFacts>(json) ?? throw new JsonException("The facts are null.");
}
