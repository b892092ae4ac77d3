using Bakeoff.Benchmarks.Comparison;
using BenchmarkDotNet.Running;

if (args is ["compare", .. var rest])
{
    return ComparisonCommand.Run(rest, Console.Out, Console.Error);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
