namespace Bakeoff.Cli.Clusters;

/// <summary>Slurm is missing, or refused a job.</summary>
internal sealed class SlurmException : Exception
{
    public SlurmException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
