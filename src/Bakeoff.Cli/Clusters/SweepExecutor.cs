namespace Bakeoff.Cli.Clusters;

/// <summary>Who runs the members of a sweep.</summary>
internal enum SweepExecutor
{
    /// <summary>This process.</summary>
    Local,

    /// <summary>Jobs of a GitHub Actions workflow; only the matrix is printed.</summary>
    Matrix,

    /// <summary>A Slurm job array over a shared folder.</summary>
    Slurm,
}
