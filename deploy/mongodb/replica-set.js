// Makes the replica set, its administrator and the user of Concord; a second run changes nothing. For mongosh, on the
// machine of the first member: mongosh --nodb replica-set.js
const { readFileSync } = require('fs');

const { MONGODB_ADMIN_PASSWORD, CONCORD_DATABASE_PASSWORD } = process.env;
const role = JSON.parse(readFileSync(`${__dirname}/role.json`, 'utf8'));
const MEMBERS = ['mongo-1:27017', 'mongo-2:27017', 'mongo-3:27017'];

const session = connect('mongodb://127.0.0.1:27017/admin?directConnection=true');

const hasAdministrator = () => {
  try {
    return session.auth('administrator', MONGODB_ADMIN_PASSWORD).ok === 1;
  } catch {
    return false;
  }
};

if (hasAdministrator()) {
  print('The replica set has its administrator.');
} else {
  try {
    session.adminCommand({
      replSetInitiate: {
        _id: 'concord',
        // The first member is preferred, for the first user is made on it.
        members: MEMBERS.map((host, _id) => ({ _id, host, priority: _id === 0 ? 2 : 1 })),
      },
    });
  } catch (error) {
    if (error.codeName !== 'AlreadyInitialized') throw error;
  }
  for (let tries = 0; !session.hello().isWritablePrimary; tries += 1) {
    if (tries === 60) {
      print('The first member did not become the primary.');
      quit(1);
    }
    sleep(1000);
  }
  session.createUser({ user: 'administrator', pwd: MONGODB_ADMIN_PASSWORD, roles: ['root'] });
  session.auth('administrator', MONGODB_ADMIN_PASSWORD);
}

const concord = session.getSiblingDB('concord');
if (concord.getRole(role.role) === null) concord.createRole(role);
if (concord.getUser('concord') === null)
  concord.createUser({ user: 'concord', pwd: CONCORD_DATABASE_PASSWORD, roles: [role.role] });
print('The user of Concord is there.');
