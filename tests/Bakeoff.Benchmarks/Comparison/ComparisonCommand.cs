using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bakeoff.Benchmarks.Comparison;

/// <summary>The command <c>compare</c>: our times beside the peers', with ratios.</summary>
internal static class ComparisonCommand
{
    /// <summary>Runs the wanted contests; 2 when the arguments make no sense, 1 when a checked row is behind its floor, else 0.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ComparisonOptions options;
        try
        {
            options = ComparisonOptions.Parse(arguments);
        }
        catch (FormatException exception)
        {
            error.WriteLine($"compare: {exception.Message}");
            error.WriteLine(ComparisonOptions.Usage);
            return 2;
        }

        var all = ContestList.Create(options);
        var wanted = all.Where(contest => contest.Name.Contains(options.Filter, StringComparison.OrdinalIgnoreCase)).ToList();
        if (wanted.Count == 0)
        {
            error.WriteLine(
                $"compare: --filter is '{options.Filter}', expected part of one of: "
                    + $"{string.Join(", ", all.Select(contest => contest.Name))}.");
            return 2;
        }

        output.WriteLine(Machine(options));
        output.WriteLine();
        output.WriteLine(ComparisonTable.Header);
        var python = PythonLocator.Find(options.Python);
        var (missing, behind) = (new List<string>(), new List<string>());
        foreach (var contest in wanted)
        {
            error.WriteLine($"running {contest.Name} ...");
            var timings = ContestRunner.Run(contest, options.Rounds, python);
            missing.AddRange(ComparisonTable.Missing(contest, timings));
            behind.AddRange(ComparisonTable.Behind(contest, timings));
            foreach (var line in ComparisonTable.Lines(contest, timings))
            {
                output.WriteLine(line);
            }

            output.Flush();
        }

        output.WriteLine();
        foreach (var line in missing.DefaultIfEmpty("All peers ran."))
        {
            output.WriteLine(line);
        }

        if (!options.Check)
        {
            return 0;
        }

        foreach (var line in behind.DefaultIfEmpty("No row that has a peer here is behind its floor."))
        {
            output.WriteLine(line);
        }

        return behind.Count == 0 ? 0 : 1;
    }

    private static string Machine(ComparisonOptions options)
    {
        var vectors =
            Vector512.IsHardwareAccelerated ? "AVX-512"
            : Vector256.IsHardwareAccelerated ? "AVX2"
            : Vector128.IsHardwareAccelerated ? "128-bit vectors"
            : "no vectors";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Bakeoff {typeof(Bakeoff.Numerics.WorkerPool).Assembly.GetName().Version!.ToString(3)} (its own products, no BLAS; {vectors}, "
                + $"{options.Threads} threads) on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, "
                + $"{Environment.ProcessorCount} processors; {options.Rounds} rounds in turns.");
    }
}
