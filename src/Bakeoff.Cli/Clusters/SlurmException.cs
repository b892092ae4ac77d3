using Bakeoff.Options;

namespace Bakeoff.Cli.Clusters;

/// <summary>Slurm is missing, or refused a job.</summary>
internal sealed class SlurmException : BakeoffException
{
    public SlurmException(string message, Exception? innerException = null)
        : base(new ErrorDetails(message), innerException)
    {
    }
}
