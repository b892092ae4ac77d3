using System.Diagnostics;
using System.Globalization;

namespace Bakeoff.Benchmarks.Comparison;

/// <summary>A running peer script. It prepares itself, says <c>ready</c>, and then does one round for each line it is sent.</summary>
/// <remarks>The script stays alive between rounds, so that rounds of both sides can alternate without paying its start each time.</remarks>
internal sealed class PeerProcess : IDisposable
{
    // Debian's PyTorch takes its matrix products from the system's BLAS; with the pthread build of OpenBLAS two threads are far slower than
    // with this one.
    private const string OpenMpBlas = "/usr/lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3";
    private readonly Process? _process;

    private PeerProcess(Process? process, string description, string? missing) =>
        (_process, Description, Missing) = (process, description, missing);

    /// <summary>The peer's version, BLAS, vector instructions and threads.</summary>
    public string Description { get; }

    /// <summary>Why the peer cannot run or is refused, else null.</summary>
    public string? Missing { get; private set; }

    /// <summary>Starts a peer and waits until it is ready or has given up.</summary>
    /// <param name="python">The Python to use; null when none was found.</param>
    /// <param name="peer">Which script with which arguments.</param>
    public static PeerProcess Start(string? python, Peer peer)
    {
        if (python is null)
        {
            return new PeerProcess(null, "", "no python3 found");
        }

        var start = new ProcessStartInfo(python)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Peers", peer.Script));
        start.ArgumentList.Add(peer.Threads.ToString(CultureInfo.InvariantCulture));
        foreach (var argument in peer.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["OMP_NUM_THREADS"] = peer.Threads.ToString(CultureInfo.InvariantCulture);
        if (File.Exists(OpenMpBlas))
        {
            start.Environment["LD_PRELOAD"] = OpenMpBlas;
        }

        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var answer = process.StandardOutput.ReadLine();
        if (answer is null || !answer.StartsWith("ready ", StringComparison.Ordinal))
        {
            return new PeerProcess(process, "", answer ?? "the script ended without an answer");
        }

        var arithmetic = PeerArithmetic.Decide(PeerFacts.Parse(answer["ready ".Length..]));
        return new PeerProcess(process, arithmetic.Description, arithmetic.Refusal is null ? null : $"refused: {arithmetic.Refusal}");
    }

    /// <summary>Lets the peer do one round; NaN, and <see cref="Missing"/> set, when it fails.</summary>
    public double SecondsPerUnit()
    {
        _process!.StandardInput.WriteLine("round");
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine();
        if (double.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds;
        }

        Missing = answer ?? "the script ended in the middle";
        return double.NaN;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process is null)
        {
            return;
        }

        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
