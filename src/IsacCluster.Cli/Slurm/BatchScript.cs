using System.Globalization;
using IsacCluster.Cli.Execution;
using IsacCluster.Jobs;

namespace IsacCluster.Cli.Slurm;

/// <summary>
/// The batch script of a job: in an allocation of N nodes the first starts a store, each node a silo; the job is submitted, followed to its
/// end and reported, and all ends with it. Data of the store and of the job are in a folder that all nodes share, so that the same script
/// submitted again continues what the limit of time cut off.
/// </summary>
/// <param name="Isac">The command of `isac`, word by word.</param>
/// <param name="Specification">Absolute path.</param>
/// <param name="Data">Absolute path of the shared folder.</param>
/// <param name="Out">Absolute path of the report's folder.</param>
/// <param name="Programs">That silos may start.</param>
internal sealed record BatchScript(
    string Name, IReadOnlyList<string> Isac, string Specification, int Nodes, string Data, string Out, IReadOnlyList<string> Programs)
{
    /// <summary>The second line, by which a script is known as one of these.</summary>
    public const string Mark = "# Written by isac slurm";

    private const string Template = """
        #!/bin/bash
        MARK: an allocation of NODES nodes with a store, a silo on each node, and one job.
        #SBATCH --job-name=isac-NAME
        #SBATCH --nodes=NODES
        #SBATCH --ntasks-per-node=1
        #SBATCH --output=LOG
        set -uo pipefail

        isac=(ISAC)
        data=DATA
        port=$((20000 + SLURM_JOB_ID % 10000)) cluster=NAME
        cpus=${SLURM_CPUS_PER_TASK:-${SLURM_CPUS_ON_NODE:-1}}
        export SRUN_CPUS_PER_TASK=$cpus
        # Of this allocation alone; in the environment, where other users cannot see them.
        secret() { head -c 36 /dev/urandom | base64 | tr -d '/+='; }
        ISAC_STORE_PASSWORD=$(secret) ISAC_CLUSTER_SECRET=$(secret)
        export ISAC_STORE_PASSWORD ISAC_CLUSTER_SECRET

        # The address at which other nodes reach this one.
        address() {
          local found
          found=$(getent ahostsv4 "${SLURMD_NODENAME:-$(hostname)}" | awk '{ print $1; exit }')
          case $found in '' | 127.*) found=$(hostname -I | awk '{ print $1 }') ;; esac
          echo "${found:-127.0.0.1}"
        }
        export -f address
        store=$(address)

        mkdir -p "$data/store"
        echo "requirepass $ISAC_STORE_PASSWORD" | redis-server - --port "$port" --bind 0.0.0.0 --dir "$data/store" \
          --appendonly yes --appendfsync always --maxmemory-policy noeviction --save '' > "$data/store.log" 2>&1 &
        store_pid=$!
        silos_pid=
        finish() {
          # The silos leave by themselves; a signal to srun would kill them.
          [ -z "$silos_pid" ] || {
            scancel --signal=TERM "$SLURM_JOB_ID.0" || kill -TERM "$silos_pid"
            wait "$silos_pid"
          } 2> /dev/null
          kill -TERM "$store_pid" 2> /dev/null && wait "$store_pid"
        }
        trap finish EXIT
        trap 'exit 143' TERM INT

        for _ in $(seq 100); do
          (exec 3<> "/dev/tcp/$store/$port") 2> /dev/null && break
          kill -0 "$store_pid" 2> /dev/null || { echo "isac slurm: the store did not start:"; tail -n 5 "$data/store.log"; exit 1; }
          sleep 0.2
        done

        export port cluster store data cpus
        srun --nodes=NODES --ntasks=NODES --ntasks-per-node=1 bash -c '
          exec "$@" silo --cluster "$cluster" --store "$store:$port" --bind 0.0.0.0 --advertise "$(address)" \
            --port $((port + 10000)) --gateway-port $((port + 20000)) --name "${SLURMD_NODENAME:-$(hostname)}" \
            --slots "cpu=$cpus" --data "$data"ALLOWED' silo "${isac[@]}" &
        silos_pid=$!

        reach=(--cluster "$cluster" --store "$store:$port" --data "$data")
        job=$("${isac[@]}" submit SPEC "${reach[@]}") || exit
        "${isac[@]}" watch "$job" "${reach[@]}" --out OUT

        """;

    public override string ToString() => Template
        .Replace("MARK", Mark, StringComparison.Ordinal)
        .Replace("NODES", Nodes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("NAME", Name, StringComparison.Ordinal).Replace("SLURMD_NODE" + Name, "SLURMD_NODENAME", StringComparison.Ordinal)
        .Replace("ISAC)", $"{string.Join(' ', Isac.Select(Word))})", StringComparison.Ordinal)
        .Replace("=DATA", $"={Word(Data)}", StringComparison.Ordinal)
        .Replace("=LOG", $"={Path.Combine(Data, $"isac-{Name}-%j.log")}", StringComparison.Ordinal)
        .Replace("submit SPEC", $"submit {Word(Specification)}", StringComparison.Ordinal)
        .Replace("--out OUT", $"--out {Word(Out)}", StringComparison.Ordinal)
        .Replace("ALLOWED", Allowed(), StringComparison.Ordinal)
        .ReplaceLineEndings("\n");

    private static string Word(string word) => ShellWord.Of(word);

    /// <summary>Within the single quotes of the inner command.</summary>
    private string Allowed()
    {
        if (Programs.Count == 0) return "";
        if (Programs.Any(program => program.Contains('\'', StringComparison.Ordinal)))
            throw new SpecificationException("SPEC: a program with an apostrophe in its path cannot be named in a batch script.");
        return $" --allow-command {string.Join(' ', Programs.Select(program => $"\"{program}\""))}";
    }
}
