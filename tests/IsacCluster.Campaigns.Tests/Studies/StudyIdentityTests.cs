using System.Text;
using IsacCluster.Campaigns.Studies.Specification;
using static IsacCluster.Campaigns.Tests.Studies.StudySimulation;

namespace IsacCluster.Campaigns.Tests.Studies;

/// <summary>What makes a study another job, and what does not.</summary>
public sealed class StudyIdentityTests
{
    private const string Study =
        "seed: 7\nspace: {x: {float: [0, 1]}}\nobjective: {command: [f], timeout_s: 60}\nsampler: random\nretries: 2\nparallel: 2\n"
            + "trials: 9\n";

    [Theory]
    [InlineData("retries: 2", "retries: 5", true)]
    [InlineData("timeout_s: 60", "timeout_s: 90", true)]
    [InlineData(", timeout_s: 60", "", true)]
    [InlineData("parallel: 2", "parallel: 7", true)]
    [InlineData("trials: 9", "trials: 20\nmax_failures: 3", true)]
    [InlineData("sampler: random\nretries: 2\nparallel: 2", "sampler: random\nretries: 1\nparallel: 3", true)]
    [InlineData("seed: 7", "seed: 8", false)]
    [InlineData("sampler: random", "sampler: sobol", false)]
    public void A_setting_that_changes_no_number_is_no_part_of_it(string before, string after, bool same) =>
        Assert.Equal(same, Parse(Study).JobId == Parse(Study.Replace(before, after, StringComparison.Ordinal)).JobId);

    [Theory]
    [InlineData("sampler: tpe\n", false)]
    [InlineData("sampler: random\npruner: median\n", false)]
    [InlineData("sampler: random\nseeds: 2\n", false)]
    [InlineData("sampler: tpe\nmode: throughput\n", true)]
    [InlineData("sampler: grid\n", true)]
    public void Parallel_is_part_of_it_where_trials_see_those_before(string how, bool same)
    {
        string lines = Study.Replace("sampler: random\n", how, StringComparison.Ordinal);
        Assert.Equal(same, Parse(lines).JobId == Parse(lines.Replace("parallel: 2", "parallel: 3", StringComparison.Ordinal)).JobId);
    }

    /// <summary>Two scripts, and whether they are the same.</summary>
    [Theory]
    [InlineData("a.py", "x = 1\n", "# why\nx = 1  # one\n\n\n", true)]
    [InlineData("a.py", "x = 1\n", "x = 2\n", false)]
    [InlineData("a.py", "x = '# a'\n", "x = '# b'\n", false)]
    [InlineData("a.py", "x = '''\n# a\n'''\n", "x = '''\n# b\n'''\n", false)]
    [InlineData("a.py", "x = 'it\\'s' # a\n", "x = 'it\\'s' # b\n", true)]
    [InlineData("a.py", "x = f\"{d[\" # a\"]}\"\n", "x = f\"{d[\" # b\"]}\"\n", false)]
    [InlineData("a.py", "def f():\n    return 1\n", "def f():\n        return 1\n", false)]
    [InlineData("a.sh", "#!/bin/sh\necho $# # a\n", "#!/bin/sh\necho $# # b\n", true)]
    [InlineData("a.sh", "#!/bin/sh\necho 1\n", "#!/bin/bash\necho 1\n", false)]
    [InlineData("a.sh", "cat <<E\n# a\nE\n", "cat <<E\n# b\nE\n", false)]
    [InlineData("a.sh", "echo 'a\n# b\n'\n", "echo 'a\n# c\n'\n", false)]
    [InlineData("a.json", "{}\n", "{} \n", false)]
    public void A_comment_of_a_script_changes_nothing(string name, string before, string after, bool same) => Assert.Equal(
        same,
        ScriptIdentity.Digest(name, Encoding.UTF8.GetBytes(before)) == ScriptIdentity.Digest(name, Encoding.UTF8.GetBytes(after)));
}
